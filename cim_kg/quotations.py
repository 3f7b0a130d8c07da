"""What a passage says, word for word, where the source texts are at hand; they are not in the project."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Store

from cim_kg.errors import InputError, SourceTextError
from cim_kg.namespaces import DIGEST, END, FILE_NAME, HAS_SELECTOR, HAS_SOURCE, START, TEXT_START
from cim_kg.passages import digest_text
from cim_kg.serialization import read_text
from cim_kg.store import Term, find_facts

Texts = Mapping[NamedNode, str]
_LOST_MARK = "\ufffd."  # where the number of a footnote stood, before the text that has been handed down


@dataclass(frozen=True)
class Piece:
    """A stretch of a quotation, and whether it is a name to be marked."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Quotation:
    """A passage's own text in pieces, and those of the heading before it, if it has one, with its lines joined."""

    heading: tuple[Piece, ...]
    text: tuple[Piece, ...]


def read_texts(store: Store, folder: Path | None) -> Texts:
    """The text of each source that the folder holds; none without a folder.

    Raises InputError where the folder holds the text of no source.
    """
    if folder is None:
        return {}
    files = {fact.subject: fact.value.value for fact in find_facts(store, predicate=FILE_NAME, graph=DefaultGraph())}
    texts = {source: read_text(folder / name) for source, name in files.items() if (folder / name).is_file()}
    if not texts:
        names = ", ".join(sorted(files.values()))
        raise InputError(f"{folder} holds no source text", f"Put {names} there, or name another folder with --sources")
    return texts


def quote(store: Store, passage: NamedNode, texts: Texts, forms: Collection[str] = ()) -> Quotation | None:
    """The passage's words with the forms marked; None where its source's text is not at hand.

    Raises SourceTextError where the text at the passage's place is not the one it was cut from.
    """
    source = _read(store, passage, HAS_SOURCE)
    selector = _read(store, passage, HAS_SELECTOR)
    if source not in texts or not isinstance(source, NamedNode) or not isinstance(selector, NamedNode):
        return None
    start, end = _read_number(store, selector, START), _read_number(store, selector, END)
    own = _read_number(store, passage, TEXT_START) or start
    digest = _read(store, passage, DIGEST)
    text = texts[source]
    if digest is None or digest_text(text[start:end]) != digest.value:
        raise SourceTextError(
            f"The text of {source.value} is not the one that the passages were cut from",
            "See where they differ with: cim-kg verify",
        )
    heading = " ".join(text[start:own].split())
    return Quotation(mark(heading, forms), mark(text[own:end].removeprefix(_LOST_MARK).lstrip(), forms))


def _read(store: Store, subject: NamedNode, predicate: NamedNode) -> Term | None:
    return next((fact.value for fact in find_facts(store, subject, predicate, graph=DefaultGraph())), None)


def _read_number(store: Store, subject: NamedNode, predicate: NamedNode) -> int:
    value = _read(store, subject, predicate)
    if value is not None and not value.value.isdecimal():
        raise InputError(f"“{value.value}” is no position of a passage", "Cut it anew with: cim-kg verify --update")
    return int(value.value) if value is not None else 0


def mark(text: str, forms: Collection[str]) -> tuple[Piece, ...]:
    """The text in pieces; a form is marked where it stands as whole words, the longest first, over line ends too."""
    return _mark(text, frozenset(forms))


@cache
def _mark(text: str, forms: frozenset[str]) -> tuple[Piece, ...]:
    spans = sorted({span for form in forms for span in _find_form(text, form)}, key=lambda span: (span[0], -span[1]))
    pieces, reached = [], 0
    for start, end in spans:
        if start >= reached:
            pieces += [Piece(text[reached:start], marked=False), Piece(text[start:end], marked=True)]
            reached = end
    pieces.append(Piece(text[reached:], marked=False))
    return tuple(piece for piece in pieces if piece.text)


@cache
def _find_form(text: str, form: str) -> tuple[tuple[int, int], ...]:
    """Where the form stands in the text as whole words."""
    words = form.split()
    if not words or not all(word in text for word in words):
        return ()
    pattern = r"\s+".join(map(re.escape, words))
    return tuple(match.span() for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", text))
