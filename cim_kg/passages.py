"""Passages and the source texts they were cut from: reading both, and holding one against the other."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode

from cim_kg.errors import InputError, SourceTextError
from cim_kg.namespaces import (
    DIGEST,
    END,
    FILE_NAME,
    HAS_SELECTOR,
    PASSAGE_CLASS,
    RDF_TYPE,
    START,
    TEXT_START,
)
from cim_kg.places import Project, list_files
from cim_kg.serialization import read_text, read_triples
from cim_kg.translations import ENGLISH, Translator

POSITION = (START, END, TEXT_START, DIGEST, HAS_SELECTOR)


@dataclass(frozen=True)
class Passage:
    """A slice of a source text; positions are Unicode code points, the end excluded.

    `start`, `end` and `digest` are None as long as the passage has not been cut; `text_start` is
    None where no heading stands before the passage's own text.
    """

    name: NamedNode
    path: Path
    start: int | None
    end: int | None
    text_start: int | None
    digest: str | None

    @property
    def number(self) -> str:
        """The passage's number in its source, as in 03.07."""
        return self.name.value.rsplit("/", 1)[-1]


@dataclass(frozen=True)
class SourceFile:
    """What source.ttl says of a source's text, and the source's passages in the order of their numbers."""

    name: NamedNode
    path: Path
    file_name: str
    digest: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Discrepancy:
    """A passage or source that does not agree with its text, and what to do."""

    name: str
    path: Path
    problem: str


def list_sources(project: Project) -> list[SourceFile]:
    """Every source of graph/ with its passages."""
    return [_read_source(path) for path in list_files(project.graph, "source.ttl") if path.name == "source.ttl"]


def _read_source(path: Path) -> SourceFile:
    values = {predicate: (subject, value) for subject, predicate, value in read_triples(path)}
    if FILE_NAME not in values or DIGEST not in values:
        raise InputError(f"{path} does not name its text", "Give the source cim:fileName and cim:digest")
    name, file_name = values[FILE_NAME]
    passages = [_read_passage(file) for file in list_files(path.parent, ".ttl") if file != path]
    ordered = tuple(sorted(passages, key=lambda passage: passage.number))
    return SourceFile(name, path, file_name.value, values[DIGEST][1].value, ordered)


def _read_passage(path: Path) -> Passage:
    triples = read_triples(path)
    name = next((s for s, p, o in triples if p == RDF_TYPE and o == PASSAGE_CLASS), None)
    if name is None:
        raise InputError(f"{path} describes no passage", "Type its subject as cim:Passage")
    values = {predicate: value.value for _, predicate, value in triples if predicate in POSITION}

    def number(predicate: NamedNode) -> int | None:
        value = values.get(predicate)
        if value is not None and not value.isdecimal():
            raise InputError(f"{path}: “{value}” is no position", "Cut the passage anew with: cim-kg verify --update")
        return None if value is None else int(value)

    return Passage(name, path, number(START), number(END), number(TEXT_START), values.get(DIGEST))


def read_source_text(source: SourceFile, folder: Path) -> str:
    """The source's text from the folder that holds it. Raises InputError where it is missing or unreadable."""
    return read_text(folder / source.file_name)


def digest_text(text: str) -> str:
    """The SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def refuse_other_text(source: SourceFile, text: str) -> None:
    """Raises SourceTextError where the text is not the one that the source's digests were made from."""
    if digest_text(text) == source.digest:
        return
    if digest_text(text.replace("\r\n", "\n")) == source.digest:
        raise SourceTextError(f"{source.file_name} has the line ends of Windows", "Save it with plain line ends")
    differing = [passage.number for passage in source.passages if _compare_passage(passage, text)]
    where = f"{len(differing)} passages differ, first {differing[0]}" if differing else "no passage differs"
    raise SourceTextError(
        f"{source.file_name} is not the text that the digests were made from; {where}",
        "Get that text, or cut the passages from this one with: cim-kg verify --update",
    )


def compare(source: SourceFile, text: str, say: Translator = ENGLISH) -> Iterator[Discrepancy]:
    """Where passages and text disagree, said in a language.

    The text's digest; each passage's slice and digest; that no slice has blanks at its ends; and
    that every character that is not blank lies in exactly one slice.
    """
    if digest_text(text) != source.digest:
        problem = say("the text is not the one that the digests were made from")
        yield Discrepancy(source.name.value, source.path, problem)
    covered = [0] * len(text)
    for passage in source.passages:
        if (fault := _compare_passage(passage, text, say)) is not None:
            yield Discrepancy(passage.name.value, passage.path, fault)
        for position in range(passage.start or 0, min(passage.end or 0, len(text))):
            covered[position] += 1
    for alone, problem in (
        (True, say("{count} characters lie in no passage, first in line {line}")),
        (False, say("{count} characters lie in more than one passage, first in line {line}")),
    ):
        stray = [i for i, n in enumerate(covered) if (n == 0 if alone else n > 1) and not text[i].isspace()]
        if stray:
            line = text.count("\n", 0, stray[0]) + 1
            yield Discrepancy(source.name.value, source.path, problem.format(count=len(stray), line=line))


def _compare_passage(passage: Passage, text: str, say: Translator = ENGLISH) -> str | None:
    if passage.start is None or passage.end is None or passage.digest is None:
        return say("the passage has not been cut from the text")
    part = text[passage.start : passage.end]
    if digest_text(part) != passage.digest:
        return say("the slice is not the one that the digest was made from")
    if part != part.strip():
        return say("the slice has blanks at its ends")
    if passage.text_start is not None and not passage.start < passage.text_start < passage.end:
        return say("the passage's own text does not begin within the slice")
    if passage.text_start is not None and passage.text_start not in list_line_starts(text):
        return say("the passage's own text does not begin a line")
    return None


def list_line_starts(text: str) -> list[int]:
    """For each line the position of its first character that is not blank."""
    starts, position = [], 0
    for line in text.split("\n"):
        starts.append(position + len(line) - len(line.lstrip()))
        position += len(line) + 1
    return starts
