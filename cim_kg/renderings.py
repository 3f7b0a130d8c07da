"""A sheet as people take it along: text for the terminal, Markdown, a table for spreadsheets."""

import re
import textwrap
from collections.abc import Iterator

from cim_kg.quotations import Piece
from cim_kg.sheets import Sheet, Source, number_ranges
from cim_kg.tables import Table, write_plain

_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~&]|^[#+=-])")
_ITEM = re.compile(r"^(\d+)([.)])")


def write_text(sheet: Sheet, width: int) -> str:
    """The sheet as text of at most `width` characters a line: the rows, how to read them, the numbered sources."""
    if not sheet.rows:
        return "\n".join(_wrap([sheet.question.summary, str(sheet.emptiness)], width)) + "\n"
    lines = [write_plain(_tabulate(sheet), width).rstrip("\n")]
    if sheet.sources:
        lines += ["", "Sources"]
    for source in sheet.sources:
        lines += say_source(source, width)
    return "\n".join(lines) + "\n"


def _tabulate(sheet: Sheet) -> Table:
    headings = sheet.headings
    rows = tuple(row.cells for row in sheet.rows)
    if sheet.sources:
        headings = (*headings, "sources")
        rows = tuple((*row.cells, number_ranges(row.sources)) for row in sheet.rows)
    return Table(sheet.question.summary, headings, rows, sheet.question.reading)


def _wrap(paragraphs: list[str], width: int) -> Iterator[str]:
    for paragraph in paragraphs:
        yield from textwrap.wrap(paragraph, width, break_long_words=False, break_on_hyphens=False)


def say_source(source: Source, width: int) -> Iterator[str]:
    """Number and citation, then the quotation with «names» marked, or else the summary, set in."""
    number = f"[{source.number}] "
    yield textwrap.fill(f"{number}{source.citation}", width, subsequent_indent=" " * len(number))
    paragraphs = [source.summary]
    if source.quotation:
        told = [source.quotation.heading, *_split_lines(source.quotation.text)]
        paragraphs = ["".join(f"«{it.text}»" if it.marked else it.text for it in pieces) for pieces in told]
    for paragraph in paragraphs:
        yield from textwrap.wrap(paragraph, width, initial_indent="    ", subsequent_indent="    ")


def _split_lines(pieces: tuple[Piece, ...]) -> Iterator[tuple[Piece, ...]]:
    """The pieces of each line of a text."""
    line: list[Piece] = []
    for piece in pieces:
        first, *others = piece.text.split("\n")
        line.append(Piece(first, piece.marked))
        for other in others:
            yield tuple(line)
            line = [Piece(other, piece.marked)]
    yield tuple(line)


def tabulate_sheet(sheet: Sheet) -> Table:
    """The sheet for a spreadsheet: a last column with the citations of each row, where there is a proof."""
    headings = tuple(sheet.question.columns)
    rows = tuple(row.cells for row in sheet.rows)
    if sheet.proofs is not None:
        citations = {source.number: source.citation for source in sheet.sources}
        headings = (*headings, "sources")
        rows = tuple((*row.cells, "; ".join(citations[it] for it in row.sources)) for row in sheet.rows)
    return Table(sheet.question.summary, headings, rows)


def write_markdown(sheet: Sheet) -> str:
    """The sheet in Markdown (the tables of GitHub's), its sources a numbered list."""
    lines = [f"## {escape_markdown(sheet.question.summary)}", ""]
    if sheet.parameters:
        lines += ["; ".join(f"{name}: {escape_markdown(value)}" for name, value in sheet.parameters), ""]
    if sheet.rows:
        table = _tabulate(sheet)
        lines += [_write_row(table.headings), _write_row(("---",) * len(table.headings))]
        lines += [_write_row(tuple(map(escape_markdown, row))) for row in table.rows]
        lines += ["", escape_markdown(sheet.question.reading), ""]
    else:
        lines += [escape_markdown(str(sheet.emptiness)), ""]
    for source in sheet.sources:
        lines.append(f"{source.number}. {escape_markdown(source.citation)}. {_quote_markdown(source)}")
    return "\n".join([*lines, "", f"*{escape_markdown(str(sheet.versions))}*"]) + "\n"


def _write_row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def escape_markdown(text: str) -> str:
    """The text so that Markdown shows it as it is, on one line."""
    return _ITEM.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\1", " ".join(text.split())))


def _quote_markdown(source: Source) -> str:
    if source.quotation is None:
        return escape_markdown(source.summary)
    heading, text = (
        "".join(_mark_markdown(piece) for piece in pieces).strip()
        for pieces in (source.quotation.heading, source.quotation.text)
    )
    return f"*{heading}* — “{text}”" if heading else f"“{text}”"


def _mark_markdown(piece: Piece) -> str:
    """A piece in Markdown, the blanks at its ends kept outside the mark."""
    inner = escape_markdown(piece.text)
    if piece.marked:
        return f"**{inner}**"
    before, after = (" " if piece.text[i : i + 1 or None].isspace() else "" for i in (0, -1))
    return f"{before}{inner}{after}" if inner else " "
