"""An answer laid out for readers: labels in its cells, its sources numbered, each row with the numbers of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Store

from cim_kg.answers import Answer
from cim_kg.catalog import Question
from cim_kg.emptiness import Emptiness, explain_emptiness
from cim_kg.facts import find_citation, find_summary
from cim_kg.names import list_forms, show_term
from cim_kg.proof import Proof
from cim_kg.quotations import Quotation, Texts, quote
from cim_kg.store import Term
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
    """All that is shown of an answer. Without `proofs` it has no sources; `emptiness` says why there is no row."""

    answer: Answer
    parameters: tuple[tuple[str, str], ...]
    proofs: tuple[Proof, ...] | None
    rows: tuple[Row, ...]
    sources: tuple[Source, ...]
    emptiness: Emptiness | None
    versions: Versions

    @property
    def question(self) -> Question:
        """The question that was asked."""
        return self.answer.question


def make_sheet(
    store: Store, answer: Answer, proofs: tuple[Proof, ...] | None, texts: Texts, versions: Versions
) -> Sheet:
    """The sheet of an answer; without `texts` its sources are not quoted."""
    passages = sorted({passage for proof in proofs or () for passage in proof.passages}, key=lambda it: it.value)
    numbers = {passage: number for number, passage in enumerate(passages, start=1)}
    rows = tuple(
        Row(row, tuple(show_term(store, term) for term in row), tuple(numbers[it] for it in proving))
        for row, proving in zip(answer.rows, _list_passages(answer, proofs), strict=True)
    )
    forms = _list_forms(store, rows) if texts else {}
    sources = tuple(
        Source(
            number,
            passage,
            find_citation(store, passage),
            find_summary(store, passage),
            quote(store, passage, texts, forms.get(number, ())),
        )
        for passage, number in numbers.items()
    )
    emptiness = None if rows else explain_emptiness(store, answer.question, answer.parameters)
    parameters = tuple((name, show_term(store, value)) for name, value in answer.parameters.items())
    return Sheet(answer, parameters, proofs, rows, sources, emptiness, versions)


def _list_passages(answer: Answer, proofs: tuple[Proof, ...] | None) -> list[tuple[NamedNode, ...]]:
    return [()] * len(answer.rows) if proofs is None else [proof.passages for proof in proofs]


def _list_forms(store: Store, rows: Sequence[Row]) -> dict[int, set[str]]:
    """For each source's number all forms in which it may write the things of the rows that it proves."""
    terms = {term for row in rows for term in row.terms}
    forms = {term: list_forms(store, term) for term in terms}
    by_number: dict[int, set[str]] = {}
    for row in rows:
        for number in row.sources:
            by_number.setdefault(number, set()).update(*(forms[term] for term in row.terms))
    return by_number


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
