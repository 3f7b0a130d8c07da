"""An answer laid out for readers: labels in its cells, its sources numbered, each row with the numbers of its own."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Store

from cim_kg.answers import Answer
from cim_kg.catalog import Question
from cim_kg.emptiness import Emptiness, explain_emptiness
from cim_kg.facts import find_citation, find_summary
from cim_kg.names import Namer, list_forms
from cim_kg.proof import Proof
from cim_kg.quotations import Quotation, Texts, quote
from cim_kg.store import Term
from cim_kg.translations import ENGLISH, Translator
from cim_kg.versions import Versions


@dataclass(frozen=True)
class Source:
    """A passage that proves some row: its number on the sheet, how to cite it, what it says."""

    number: int
    passage: NamedNode
    citation: str
    summary: str
    quotation: Quotation | None


@dataclass(frozen=True)
class Row:
    """The terms of a row, what a reader sees of them, and the numbers of its sources."""

    terms: tuple[Term | None, ...]
    cells: tuple[str, ...]
    sources: tuple[int, ...]


@dataclass(frozen=True)
class Sheet:
    """All that is shown of an answer, in one language.

    Without `proofs` it has no sources; `emptiness` says why there is no row.
    """

    answer: Answer
    parameters: tuple[tuple[str, str], ...]
    proofs: tuple[Proof, ...] | None
    rows: tuple[Row, ...]
    sources: tuple[Source, ...]
    emptiness: Emptiness | None
    versions: Versions
    say: Translator

    @property
    def question(self) -> Question:
        """The question that was asked."""
        return self.answer.question

    @property
    def title(self) -> str:
        """What the question is called."""
        return self.say.tell(self.question, "summary")

    @property
    def reading(self) -> str:
        """How to read the answer."""
        return self.say.tell(self.question, "reading")

    @property
    def silence(self) -> str:
        """Why there is no row; "" where there is one."""
        return "" if self.emptiness is None else self.emptiness.explain(self.say)

    @property
    def shown(self) -> tuple[int, ...]:
        """The places of the columns that are not empty in every row."""
        return tuple(i for i in range(len(self.answer.columns)) if any(row.cells[i] for row in self.rows))

    @property
    def headings(self) -> tuple[str, ...]:
        """The columns as a reader sees them."""
        return tuple(map(self.say.word, self.answer.columns))


def make_sheet(
    store: Store,
    answer: Answer,
    proofs: tuple[Proof, ...] | None,
    texts: Texts,
    versions: Versions,
    say: Translator = ENGLISH,
    show: Namer | None = None,
) -> Sheet:
    """The sheet of an answer; without `texts` its sources are not quoted. `show` remembers labels of other sheets."""
    show = show or Namer(store, say.language)
    proving = _list_passages(answer, proofs)
    sources = make_sources(store, _list_forms(store, answer, proving), texts, say.language)
    numbers = {source.passage: source.number for source in sources}
    rows = tuple(
        Row(row, tuple(map(show, row)), tuple(numbers[it] for it in passages))
        for row, passages in zip(answer.rows, proving, strict=True)
    )
    emptiness = None if rows else explain_emptiness(store, answer.question, answer.parameters, say.language)
    parameters = tuple((say.word(it), show(value)) for it, value in answer.parameters.items())
    return Sheet(answer, parameters, proofs, rows, sources, emptiness, versions, say)


def make_sources(
    store: Store, forms: Mapping[NamedNode, Collection[str]], texts: Texts, language: str
) -> tuple[Source, ...]:
    """The passages in their order, numbered from 1, each with the forms of names to mark in what is quoted of it."""
    return tuple(
        Source(
            number,
            it,
            find_citation(store, it, language),
            find_summary(store, it, language),
            quote(store, it, texts, forms[it]),
        )
        for number, it in enumerate(sorted(forms, key=lambda it: it.value), start=1)
    )


def _list_passages(answer: Answer, proofs: tuple[Proof, ...] | None) -> list[tuple[NamedNode, ...]]:
    return [()] * len(answer.rows) if proofs is None else [proof.passages for proof in proofs]


def _list_forms(store: Store, answer: Answer, proving: Sequence[tuple[NamedNode, ...]]) -> dict[NamedNode, set[str]]:
    """For each passage all forms in which it may write the things of the rows that it proves."""
    forms = {term: list_forms(store, term) for term in {term for row in answer.rows for term in row}}
    by_passage: dict[NamedNode, set[str]] = {}
    for row, passages in zip(answer.rows, proving, strict=True):
        for passage in passages:
            by_passage.setdefault(passage, set()).update(*(forms[term] for term in row))
    return by_passage


def number_ranges(numbers: Sequence[int]) -> str:
    """The numbers as a reader writes them: 1, 3–5."""
    ranges: list[list[int]] = []
    for number in sorted(numbers):
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1].append(number)
        else:
            ranges.append([number])
    parts = (str(it[0]) if len(it) == 1 else f"{it[0]}{', ' if len(it) == 2 else '–'}{it[-1]}" for it in ranges)
    return ", ".join(parts)
