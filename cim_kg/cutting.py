"""Cutting passages from source texts: following slices that moved, and writing where they are."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from cim_kg.errors import SourceTextError
from cim_kg.namespaces import (
    DIGEST,
    END,
    HAS_SELECTOR,
    HAS_SOURCE,
    HEX_BINARY,
    INTEGER,
    PASSAGE,
    RDF_TYPE,
    SELECTOR_CLASS,
    START,
    TEXT_START,
)
from cim_kg.output import write_file
from cim_kg.passages import POSITION, Passage, SourceFile, digest_text, list_line_starts
from cim_kg.serialization import read_triples, rewrite_turtle


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


def cut(source: SourceFile, text: str, lines: Mapping[str, tuple[int, int]]) -> list[Passage]:
    """The source's passages with the positions and digests that they have in `text`.

    A slice that stands unchanged elsewhere is followed; one whose text was edited takes what its
    neighbours leave. `lines` says for a passage's number in which line (from 1) its slice begins
    and in which its own text does. Raises SourceTextError where two passages share a gap.
    """
    starts = list_line_starts(text)
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
    if heading is not None and heading not in list_line_starts(text):
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
    kept = [it for it in triples if it.predicate not in POSITION and it.subject != selector]

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
