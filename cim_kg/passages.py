"""Passages and the source texts they were cut from: reading, holding against each other, cutting anew."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from cim_kg.errors import InputError, SourceTextError
from cim_kg.namespaces import (
    DIGEST,
    END,
    FILE_NAME,
    HAS_SELECTOR,
    HAS_SOURCE,
    HEX_BINARY,
    INTEGER,
    PASSAGE,
    PASSAGE_CLASS,
    RDF_TYPE,
    SELECTOR_CLASS,
    START,
    TEXT_START,
)
from cim_kg.output import write_file
from cim_kg.places import Project, list_files
from cim_kg.serialization import read_text, read_triples, rewrite_turtle

_POSITION = (START, END, TEXT_START, DIGEST, HAS_SELECTOR)


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
    values = {predicate: value.value for _, predicate, value in triples if predicate in _POSITION}

    def number(predicate: NamedNode) -> int | None:
        value = values.get(predicate)
        if value is not None and not value.isdecimal():
            raise InputError(f"{path}: “{value}” is no position", "Cut the passage anew with: cim-kg verify --update")
        return None if value is None else int(value)

    return Passage(name, path, number(START), number(END), number(TEXT_START), values.get(DIGEST))


def share_lines(
    sources: Sequence[SourceFile], lines: Mapping[str, tuple[int, int]]
) -> dict[NamedNode, dict[str, tuple[int, int]]]:
    """The lines of each source, from names like 01.01 or, where two sources have it, letter/01.01.

    Raises SourceTextError for a name that no passage has, or several.
    """
    shared: dict[NamedNode, dict[str, tuple[int, int]]] = {source.name: {} for source in sources}
    for name, places in lines.items():
        found = [
            (source.name, passage.number)
            for source in sources
            for passage in source.passages
            if name in (passage.number, passage.name.value.removeprefix(PASSAGE))
        ]
        if len(found) != 1:
            what = "no passage" if not found else "more than one passage"
            raise SourceTextError(f"There is {what} {name}", "Name one, as in 02.02 or cim-report-2004/02.02")
        shared[found[0][0]][found[0][1]] = places
    return shared


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


def compare(source: SourceFile, text: str) -> Iterator[Discrepancy]:
    """Where passages and text disagree.

    The text's digest; each passage's slice and digest; that no slice has blanks at its ends; and
    that every character that is not blank lies in exactly one slice.
    """
    if digest_text(text) != source.digest:
        yield Discrepancy(source.name.value, source.path, "the text is not the one that the digests were made from")
    covered = [0] * len(text)
    for passage in source.passages:
        problem = _compare_passage(passage, text)
        if problem:
            yield Discrepancy(passage.name.value, passage.path, problem)
        for position in range(passage.start or 0, min(passage.end or 0, len(text))):
            covered[position] += 1
    for count, what in ((0, "in no passage"), (2, "in more than one passage")):
        stray = [i for i, n in enumerate(covered) if (n == 0 if count == 0 else n > 1) and not text[i].isspace()]
        if stray:
            line = text.count("\n", 0, stray[0]) + 1
            yield Discrepancy(
                source.name.value, source.path, f"{len(stray)} characters lie {what}, first in line {line}"
            )


def _compare_passage(passage: Passage, text: str) -> str | None:
    if passage.start is None or passage.end is None or passage.digest is None:
        return "the passage has not been cut from the text"
    part = text[passage.start : passage.end]
    if digest_text(part) != passage.digest:
        return "the slice is not the one that the digest was made from"
    if part != part.strip():
        return "the slice has blanks at its ends"
    if passage.text_start is not None and not passage.start < passage.text_start < passage.end:
        return "the passage's own text does not begin within the slice"
    if passage.text_start is not None and passage.text_start not in _line_starts(text):
        return "the passage's own text does not begin a line"
    return None


def cut(source: SourceFile, text: str, lines: Mapping[str, tuple[int, int]]) -> list[Passage]:
    """The source's passages with the positions and digests that they have in `text`.

    A slice that stands unchanged elsewhere is followed; one whose text was edited takes what its
    neighbours leave. `lines` says for a passage's number in which line (from 1) its slice begins
    and in which its own text does. Raises SourceTextError where two passages share a gap.
    """
    starts = _line_starts(text)
    located = [_locate(passage, text, starts, lines) for passage in source.passages]
    edges = [passage.start for passage in located]
    result = []
    for index, passage in enumerate(located):
        if passage.start is not None and passage.end is not None:
            result.append(passage)
            continue
        before = max((it.end for it in result if it.end is not None), default=0)
        following = [edge for edge in edges[index + 1 :] if edge is not None]
        if passage.start is None and index + 1 < len(edges) and edges[index + 1] is None:
            second = located[index + 1].number
            raise SourceTextError(
                f"Passages {passage.number} and {second} share one gap of the text",
                f"Say in which line the second begins, as in: cim-kg verify --update --at {second}=LINE",
            )
        result.append(_fit(passage, text, before, following[0] if following else len(text)))
    return result


def _line_starts(text: str) -> list[int]:
    """For each line the position of its first character that is not blank."""
    starts, position = [], 0
    for line in text.split("\n"):
        starts.append(position + len(line) - len(line.lstrip()))
        position += len(line) + 1
    return starts


def _locate(passage: Passage, text: str, starts: list[int], lines: Mapping[str, tuple[int, int]]) -> Passage:
    """The passage where it is found; without an end where only its start is known; else without either."""
    if passage.number in lines:
        first, own = lines[passage.number]
        if not 1 <= first <= own <= len(starts):
            raise SourceTextError(f"The text has no lines {first} to {own}", f"It has the lines 1 to {len(starts)}")
        start, text_start = starts[first - 1], starts[own - 1]
        return replace(passage, start=start, end=None, text_start=text_start if text_start > start else None)
    if passage.start is None or passage.end is None:
        return replace(passage, start=None, end=None)
    length = passage.end - passage.start
    for start in (passage.start, *starts):
        if digest_text(text[start : start + length]) == passage.digest:
            heading = None if passage.text_start is None else passage.text_start - passage.start + start
            return replace(passage, start=start, end=start + length, text_start=heading)
    heading = None if passage.text_start is None else passage.text_start - passage.start
    return replace(passage, start=None, end=None, text_start=heading)


def _fit(passage: Passage, text: str, after: int, before: int) -> Passage:
    """The passage with the slice between two positions, without the blanks at its ends."""
    start = passage.start
    heading = passage.text_start
    if start is None:
        start = after + len(text[after:before]) - len(text[after:before].lstrip())
        heading = None if heading is None else start + heading
    part = text[start:before].rstrip()
    if heading is not None and heading not in _line_starts(text):
        raise SourceTextError(
            f"The heading of passage {passage.number} was edited",
            f"Say where the passage and its own text begin: cim-kg verify --update --at {passage.number}=LINE,LINE",
        )
    if not part:
        raise SourceTextError(
            f"The text leaves nothing for passage {passage.number}",
            f"Take its file away, or say where it begins: cim-kg verify --update --at {passage.number}=LINE",
        )
    return replace(passage, start=start, end=start + len(part), text_start=heading, digest=digest_text(part))


def describe(passage: Passage, triples: list[Triple], source: NamedNode) -> list[Triple]:
    """The passage's triples with its positions and digest in place of those that were there."""
    selector = NamedNode(passage.name.value + "#position")
    kept = [it for it in triples if it.predicate not in _POSITION and it.subject != selector]

    def position(value: int | None) -> Literal:
        return Literal(str(value), datatype=INTEGER)

    described = [
        Triple(passage.name, HAS_SOURCE, source),
        Triple(passage.name, HAS_SELECTOR, selector),
        Triple(passage.name, DIGEST, Literal(str(passage.digest), datatype=HEX_BINARY)),
        Triple(selector, RDF_TYPE, SELECTOR_CLASS),
        Triple(selector, START, position(passage.start)),
        Triple(selector, END, position(passage.end)),
    ]
    if passage.text_start is not None:
        described.append(Triple(passage.name, TEXT_START, position(passage.text_start)))
    return [*(it for it in kept if it not in described), *described]


def update_source(
    source: SourceFile, text: str, lines: Mapping[str, tuple[int, int]], prefixes: Mapping[str, str]
) -> list[Path]:
    """Write the source's files anew with the positions and digests of `text`; the files that changed.

    Raises SourceTextError where a passage cannot be found, and then writes nothing.
    """
    changed = {
        passage.path: describe(passage, read_triples(passage.path), source.name)
        for passage, before in zip(cut(source, text, lines), source.passages, strict=True)
        if passage != before
    }
    if digest_text(text) != source.digest:
        kept = [it for it in read_triples(source.path) if it.predicate != DIGEST]
        changed[source.path] = [*kept, Triple(source.name, DIGEST, Literal(digest_text(text), datatype=HEX_BINARY))]
    texts = {path: rewrite_turtle(path, triples, prefixes) for path, triples in changed.items()}
    for path, rewritten in texts.items():
        write_file(path, rewritten)
    return sorted(changed)
