"""Several answers on one page: sections of lines, each line with the numbers of the passages that prove it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pyoxigraph import Literal, NamedNode, Store

from cim_kg.answers import Answer
from cim_kg.catalog import PAPER, Question
from cim_kg.errors import InputError
from cim_kg.names import Namer, list_forms
from cim_kg.proof import Answered, answer
from cim_kg.quotations import Texts
from cim_kg.sheets import Source, make_sources
from cim_kg.store import Term
from cim_kg.translations import Translator
from cim_kg.versions import Versions

_LONG = 60  # characters of a value that a comma would not set apart well enough
COLUMNS = ("property", "value", "what", "ground", "points")
"""The columns of papers that no question has."""

Cell = tuple[Term, ...]
Asked = tuple[str, tuple[tuple[str, Term], ...]]
"""A question’s name and its parameters, sorted."""


@dataclass(frozen=True)
class Entry:
    """What one line is to say: the terms of each cell, and the passages that state it."""

    cells: tuple[Cell, ...]
    passages: tuple[NamedNode, ...]


@dataclass(frozen=True)
class Draft:
    """A section before its passages have numbers.

    `question` is the name of the question that it answers, "" for none; `headings` are what the columns are called if
    not by their names.
    """

    heading: str
    columns: tuple[str, ...]
    entries: tuple[Entry, ...]
    question: str = ""
    headings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """The terms of each cell, what a reader sees of them, and the numbers of the line's sources."""

    terms: tuple[Cell, ...]
    cells: tuple[str, ...]
    sources: tuple[int, ...]


@dataclass(frozen=True)
class Section:
    """Lines under a heading, without the columns that are empty in all of them.

    `question` is the name of the question that they answer and `reading` how to read it; both "" for none.
    """

    heading: str
    columns: tuple[str, ...]
    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    question: str
    reading: str


@dataclass(frozen=True)
class Paper:
    """A page of sections that share one list of numbered sources, in one language.

    `lead` are the sentences under the title, `silent` the headings of sections without a line.
    """

    title: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]
    silent: tuple[str, ...]
    sources: tuple[Source, ...]
    versions: Versions
    say: Translator


def gather(entries: Iterable[Entry], count: int) -> tuple[Entry, ...]:
    """The entries in their order, those with the same first `count` cells as one that has the values of all."""
    found: dict[tuple[Cell, ...], Entry] = {}
    for entry in entries:
        key = entry.cells[:count]
        found[key] = _unite(found[key], entry) if key in found else entry
    return tuple(found.values())


def _unite(one: Entry, other: Entry) -> Entry:
    cells = (tuple(dict.fromkeys((*before, *after))) for before, after in zip(one.cells, other.cells, strict=True))
    return Entry(tuple(cells), tuple(dict.fromkeys((*one.passages, *other.passages))))


@dataclass(frozen=True)
class Composer:
    """What papers are made from, in one language; remembers answers and forms of names for other papers.

    Where `answered` is complete, an answer that is not in it has no row, but for questions that are for papers.
    """

    store: Store
    say: Translator
    questions: Mapping[str, Question]
    texts: Texts
    versions: Versions
    answered: dict[Asked, Answered] = field(default_factory=dict)
    complete: bool = False
    forms: dict[Term, set[str]] = field(default_factory=dict)

    @cached_property
    def show(self) -> Namer:
        """What a reader sees of terms."""
        return Namer(self.store, self.say.language)

    def answer(self, name: str, **given: Term) -> Answered:
        """The answer to a question, with its proofs. Raises InputError for one that the project lacks."""
        if name not in self.questions:
            raise InputError(f"The project has no question “{name}”", "Put its file into queries/, or name another")
        key = name, tuple(sorted(given.items()))
        if key not in self.answered:
            question = self.questions[name]
            none = Answered(Answer(question, given, ()), ())
            known = self.complete and PAPER not in question.tags
            self.answered[key] = none if known else answer(self.store, question, given)
        return self.answered[key]

    def draft(self, heading: str, name: str, columns: Sequence[str], **given: Term) -> Draft:
        """Those columns of the answer to a question; rows that differ in the last of them only are one entry."""
        answered = self.answer(name, **given)
        places = [answered.answer.columns.index(column) for column in columns]
        entries = (
            Entry(tuple(() if (term := row[i]) is None else (term,) for i in places), proof.passages)
            for row, proof in zip(answered.answer.rows, answered.proofs, strict=True)
        )
        return Draft(heading, tuple(columns), gather(entries, len(columns) - 1), name)

    def publish(self, title: str, lead: Iterable[str], drafts: Sequence[Draft]) -> Paper:
        """The drafts as one page; the passages are numbered in their order, whichever section cites them."""
        sources = make_sources(self.store, self._list_forms(drafts), self.texts, self.say.language)
        numbers = {source.passage: source.number for source in sources}
        told = [it for it in drafts if it.entries]
        first = {it.question: it for it in reversed(told)}  # what an answer means is said once
        sections = tuple(self._make_section(it, numbers, explained=first[it.question] is it) for it in told)
        silent = tuple(it.heading for it in drafts if not it.entries)
        return Paper(title, tuple(lead), sections, silent, sources, self.versions, self.say)

    def _list_forms(self, drafts: Iterable[Draft]) -> dict[NamedNode, set[str]]:
        """Each passage that an entry cites, with all forms in which it may write what those entries name."""
        forms: dict[NamedNode, set[str]] = {}
        for entry in (entry for draft in drafts for entry in draft.entries):
            terms = [term for cell in entry.cells for term in cell]
            for term in terms:
                if term not in self.forms:
                    self.forms[term] = list_forms(self.store, term)
            for passage in entry.passages:
                forms.setdefault(passage, set()).update(*(self.forms[term] for term in terms))
        return forms

    def _make_section(self, draft: Draft, numbers: Mapping[NamedNode, int], *, explained: bool) -> Section:
        shown = [i for i in range(len(draft.columns)) if any(entry.cells[i] for entry in draft.entries)]
        lines = tuple(
            Line(
                tuple(entry.cells[i] for i in shown),
                tuple(self._show_cell(entry.cells[i]) for i in shown),
                tuple(sorted({numbers[it] for it in entry.passages})),
            )
            for entry in draft.entries
        )
        columns = tuple(draft.columns[i] for i in shown)
        headings = tuple(draft.headings[i] if draft.headings else self.say.word(draft.columns[i]) for i in shown)
        reading = self.say.tell(self.questions[draft.question], "reading") if draft.question and explained else ""
        return Section(draft.heading, columns, headings, lines, draft.question, reading)

    def _show_cell(self, cell: Cell) -> str:
        """The values one after another; where one is long, set apart more."""
        shown = dict.fromkeys(map(self._show_value, cell))
        return (", " if max(map(len, shown), default=0) < _LONG else "; ").join(shown)

    def _show_value(self, term: Term) -> str:
        """What a reader sees of a term; the language of words that are not in the page's stands with them."""
        if isinstance(term, Literal) and term.language not in (None, self.say.language):
            return f"{self.show(term)} ({term.language})"
        return self.show(term)
