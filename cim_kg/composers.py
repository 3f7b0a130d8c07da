"""How papers come about: answers to questions become sections, in words that a reader of one language sees."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from pyoxigraph import Literal, NamedNode, Store

from cim_kg.answers import Answer
from cim_kg.catalog import PAPER, Question
from cim_kg.dates import is_day, read_date, say_span, write_span
from cim_kg.errors import InputError
from cim_kg.names import Namer, list_forms
from cim_kg.namespaces import DAY, DECIMAL, DESCRIPTION, EDTF
from cim_kg.papers import (
    NOTHING,
    Asked,
    Cell,
    Draft,
    Entry,
    Fields,
    Given,
    Keep,
    Line,
    Paper,
    Section,
    Told,
    gather,
    make_cell,
)
from cim_kg.proof import Answered, Proof, answer
from cim_kg.quotations import Texts
from cim_kg.sheets import make_sources
from cim_kg.store import Term, find_facts, is_evidence
from cim_kg.suggestions import fold
from cim_kg.translations import Translator
from cim_kg.versions import Versions

_SENTENCE_END = re.compile(r"(?<=[^\W\d_A-Z])\.$")  # not that of D.C.


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

    def answer(self, name: str, given: Given = NOTHING) -> Answered:
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

    def list_rows(self, name: str, given: Given = NOTHING) -> list[Told]:
        """The rows of an answer by their columns, each with the passages that prove it."""
        return [(fields, proof.passages) for fields, proof in self._list_proved(name, given)]

    def _list_proved(self, name: str, given: Given) -> Iterator[tuple[Fields, Proof]]:
        answered = self.answer(name, given)
        for row, proof in zip(answered.answer.rows, answered.proofs, strict=True):
            yield dict(zip(answered.answer.columns, row, strict=True)), proof

    def draft(
        self,
        heading: str,
        name: str,
        columns: Sequence[str],
        given: Given = NOTHING,
        keep: Keep | None = None,
    ) -> Draft:
        """Those columns of the answer to a question, of the rows to keep.

        A stated date is shown as a span; where the question has none, “date” is the span from earliest to latest.
        Rows that differ in the last column only are one entry.
        """
        entries = [
            Entry(cells, proof.passages)
            for fields, proof in self._list_proved(name, given)
            if keep is None or keep(fields)
            for cells in [tuple(self._make_field(fields, column, proof) for column in columns)]
        ]
        gathered = gather(entries, range(len(columns) - 1))
        return Draft(heading, tuple(columns), self._sort(name, columns, gathered), name)

    def _make_field(self, fields: Fields, column: str, proof: Proof) -> Cell:
        if column != "date":
            return make_cell(fields[column])
        if "date" in fields:
            stated = fields["date"]
            return (read_date(self.store, stated) or self._quote(stated),) if isinstance(stated, NamedNode) else ()
        first, last = (it.value if (it := fields[name]) else "" for name in ("earliest", "latest"))
        return make_cell(write_span(first, last, inferred=any(way.grounds for way in proof.ways)))

    def _quote(self, stated: NamedNode) -> Literal:
        """The words of a date that only they say."""
        return Literal(self.say("“{words}”", words=self.show(stated)))

    def _cite_words(self, entry: Entry) -> Entry:
        """For each thing that is shown by what a passage says of it, the first that does, unless one is there."""
        passages = dict.fromkeys(entry.passages)
        for term in (term for cell in entry.cells for term in cell if isinstance(term, NamedNode)):
            facts = find_facts(self.store, term, DESCRIPTION)
            saying = sorted({it.graph for it in facts if it.graph and is_evidence(it.graph)}, key=lambda it: it.value)
            if saying and passages.keys().isdisjoint(saying):
                passages[saying[0]] = None
        return Entry(entry.cells, tuple(passages))

    def _sort(self, name: str, columns: Sequence[str], entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        """By what a reader sees of the first column, where the question orders by it but for columns not shown."""
        for key in self.questions[name].tree.order_by:
            words = [token.keyword.lstrip("?$") for token in key]
            column = words[2] if words[:2] == ["STR", "("] and len(words) == 4 else ""
            if column == columns[0]:
                return self.sort(entries)
            if not column or column in columns:
                break
        return entries

    def sort(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        """The entries by what a reader sees of their first cell."""
        return tuple(sorted(entries, key=lambda it: [fold(self.show(term)) for term in it.cells[0]]))

    def publish(
        self, title: str, lead: Iterable[str], drafts: Sequence[Draft], about: tuple[NamedNode, ...] = ()
    ) -> Paper:
        """The drafts as one page; the passages are numbered in their order, whichever section cites them.

        Where a line shows our words for a thing without a name, the passage that they are taken from is cited too.
        """
        told = [replace(it, entries=tuple(map(self._cite_words, it.entries))) for it in drafts if it.entries]
        sources = make_sources(self.store, self._list_forms(told, about), self.texts, self.say.language)
        numbers = {source.passage: source.number for source in sources}
        first = {it.question: it for it in reversed(told)}  # what an answer means is said once
        sections = tuple(self._make_section(it, numbers, explained=first[it.question] is it) for it in told)
        silent = tuple(it.heading for it in drafts if not it.entries and not it.extra)
        shown = {term for it in sections for line in it.lines for cell in line.terms for term in cell}
        english = any(map(self.show.lacks_name, shown))
        foreign = (self.say("Names without a confirmed form in this language stand in English."),) if english else ()
        return Paper(title, about, (*lead, *foreign), sections, silent, sources, self.versions, self.say)

    def _list_forms(self, drafts: Iterable[Draft], about: Iterable[NamedNode]) -> dict[NamedNode, set[str]]:
        """Each passage that an entry cites, with all forms in which it may write the things that those entries name.

        And those that the paper is about, which its entries need not name.
        """
        forms: dict[NamedNode, set[str]] = {}
        for entry in (entry for draft in drafts for entry in draft.entries):
            terms = [*about, *(term for cell in entry.cells for term in cell if isinstance(term, NamedNode))]
            for term in terms:
                if term not in self.forms:
                    self.forms[term] = list_forms(self.store, term)
            for passage in entry.passages:
                forms.setdefault(passage, set()).update(*(self.forms[term] for term in terms))
        return forms

    def _make_section(self, draft: Draft, numbers: Mapping[NamedNode, int], *, explained: bool) -> Section:
        shown = [i for i in range(len(draft.columns)) if any(entry.cells[i] for entry in draft.entries)]
        lines = []
        for entry in draft.entries:
            terms = tuple(entry.cells[i] for i in shown)
            words = tuple(map(self._show_cell, terms))
            cells = tuple(self.say("; ").join(dict.fromkeys(it)) for it in words)
            lines.append(Line(terms, words, cells, tuple(sorted({numbers[it] for it in entry.passages}))))
        columns = tuple(draft.columns[i] for i in shown)
        headings = tuple(draft.headings[i] if draft.headings else self.say.word(draft.columns[i]) for i in shown)
        told = self.say.tell(self.questions[draft.question], "reading") if draft.question and explained else ""
        reading = draft.note or told
        return Section(draft.heading, columns, headings, tuple(lines), draft.question, reading, draft.about)

    def _show_cell(self, cell: Cell) -> tuple[str, ...]:
        """The values as they stand one after another; a full stop ends only the last of them."""
        within = (
            self.show.show_within(it) if isinstance(it, NamedNode) else _SENTENCE_END.sub("", self.show_value(it))
            for it in cell[:-1]
        )
        return (*within, *map(self.show_value, cell[-1:]))

    def show_value(self, term: Term) -> str:
        """What a reader sees of a term: dates as people write them, words in another language with its code.

        Acronyms and symbols, which have no small letters, belong to no language.
        """
        match term:
            case Literal() if term.datatype == DECIMAL:
                return say_number(Decimal(term.value), self.say.language)
            case Literal() if term.datatype == EDTF or (term.datatype == DAY and is_day(term.value)):
                return say_span(term.value, self.say.language)
            case Literal() if term.language not in (None, self.say.language) and not term.value.isupper():
                return f"{self.show(term)} ({term.language})"
            case _:
                return self.show(term)


def say_number(number: Decimal, language: str) -> str:
    """The number as people of the language write it (CLDR)."""
    from babel.numbers import format_decimal

    return format_decimal(number, locale=language, decimal_quantization=False)
