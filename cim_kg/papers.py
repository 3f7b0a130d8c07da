"""Several answers on one page: sections of lines, each line with the numbers of the passages that prove it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from cim_kg.sheets import Source
from cim_kg.store import Term
from cim_kg.translations import Translator
from cim_kg.versions import Versions

COLUMNS = ("date", "ground", "points", "property", "value", "what")
"""The columns of papers that no question has."""

Cell = tuple[Term, ...]
Fields = Mapping[str, Term | None]
"""A row of an answer by its columns."""
Told = tuple[Fields, tuple[NamedNode, ...]]
"""Such a row with the passages that prove it."""
Keep = Callable[[Fields], bool]
Given = Mapping[str, Term]
"""The parameters of a question by their names."""
NOTHING: Given = {}
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

    `question` is the name of the question that it answers, "" for none; `note` how to read it, if not as the question
    says; `headings` what the columns are called, if not by their names; `about` the things that it tells of. An `extra`
    section is not missed where it has no entry.
    """

    heading: str
    columns: tuple[str, ...]
    entries: tuple[Entry, ...]
    question: str = ""
    note: str = ""
    headings: tuple[str, ...] = ()
    about: tuple[NamedNode, ...] = ()
    extra: bool = False


@dataclass(frozen=True)
class Line:
    """The terms of each cell, what a reader sees of each, and of the cell; the numbers of the line's sources."""

    terms: tuple[Cell, ...]
    words: tuple[tuple[str, ...], ...]
    cells: tuple[str, ...]
    sources: tuple[int, ...]


@dataclass(frozen=True)
class Section:
    """Lines under a heading, without the columns that are empty in all of them.

    `question` is the name of the question that they answer, "" for none; `reading` how to read them, once on a page.
    """

    heading: str
    columns: tuple[str, ...]
    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    question: str
    reading: str
    about: tuple[NamedNode, ...]


@dataclass(frozen=True)
class Paper:
    """A page of sections that share one list of numbered sources, in one language.

    `about` are the things that it tells of, `lead` the sentences under the title, `silent` the headings of sections
    without a line.
    """

    title: str
    about: tuple[NamedNode, ...]
    lead: tuple[str, ...]
    sections: tuple[Section, ...]
    silent: tuple[str, ...]
    sources: tuple[Source, ...]
    versions: Versions
    say: Translator


def gather(entries: Iterable[Entry], alike: Collection[int]) -> tuple[Entry, ...]:
    """The entries in their order, those with the same cells at those places as one that has the values of all."""
    found: dict[tuple[Cell, ...], Entry] = {}
    for entry in entries:
        key = tuple(entry.cells[i] for i in alike)
        found[key] = _unite(found[key], entry) if key in found else entry
    return tuple(found.values())


def _unite(one: Entry, other: Entry) -> Entry:
    cells = (tuple(dict.fromkeys((*before, *after))) for before, after in zip(one.cells, other.cells, strict=True))
    return Entry(tuple(cells), tuple(dict.fromkeys((*one.passages, *other.passages))))


def make_cell(term: Term | None) -> Cell:
    """A cell with the one term, or none."""
    return () if term is None else (term,)
