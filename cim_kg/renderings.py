"""Sheets and papers as people take them along: text for the terminal, Markdown, a table for spreadsheets."""

import re
import textwrap
from collections.abc import Iterator

from cim_kg.papers import Paper, Section
from cim_kg.quotations import Piece
from cim_kg.sheets import Sheet, Source, number_ranges
from cim_kg.tables import Table, write_plain
from cim_kg.translations import Translator

_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~&]|^[#+=-])")
_ITEM = re.compile(r"^(\d+)([.)])")


def write_text(sheet: Sheet, width: int) -> str:
    """The sheet as text of at most `width` characters a line: the rows, how to read them, the numbered sources."""
    if not sheet.rows:
        return "\n".join(_wrap([sheet.title, sheet.silence], width)) + "\n"
    lines = [write_plain(_tabulate(sheet), width, sheet.say).rstrip("\n"), *_say_sources(sheet, width)]
    return "\n".join(lines) + "\n"


def write_paper_text(paper: Paper, width: int) -> str:
    """The paper as text of at most `width` characters a line: its sections one under the other, then the sources."""
    lines = [*_wrap([paper.title, *paper.lead], width)]
    for section in paper.sections:
        lines += ["", write_plain(_tabulate_section(section, paper.say), width, paper.say).rstrip("\n")]
    lines += _wrap(say_silent(paper), width)
    return "\n".join([*lines, *_say_sources(paper, width)]) + "\n"


def say_silent(paper: Paper) -> list[str]:
    """A sentence that names the sections without a line; none where all have some."""
    if not paper.silent:
        return []
    return [paper.say("No line under: {headings}.", headings=paper.say("; ").join(paper.silent))]


def _say_sources(shown: Sheet | Paper, width: int) -> Iterator[str]:
    if shown.sources:
        yield from ("", shown.say("Sources"))
    for source in shown.sources:
        yield from say_source(source, width)


def _tabulate_section(section: Section, say: Translator) -> Table:
    headings = (*section.headings, say.word("sources"))
    rows = tuple((*line.cells, number_ranges(line.sources)) for line in section.lines)
    reading = section.reading
    if reading and section.question:
        reading = say("How to read it: cim-kg questions {name}", name=section.question)
    return Table(section.heading, headings, rows, reading)


def _tabulate(sheet: Sheet) -> Table:
    headings = sheet.headings
    rows = tuple(row.cells for row in sheet.rows)
    if sheet.sources:
        headings = (*headings, sheet.say.word("sources"))
        rows = tuple((*row.cells, number_ranges(row.sources)) for row in sheet.rows)
    return Table(sheet.title, headings, rows, sheet.reading)


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
    headings = sheet.headings
    rows = tuple(row.cells for row in sheet.rows)
    if sheet.proofs is not None:
        citations = {source.number: source.citation for source in sheet.sources}
        headings = (*headings, sheet.say.word("sources"))
        rows = tuple((*row.cells, "; ".join(citations[it] for it in row.sources)) for row in sheet.rows)
    return Table(sheet.title, headings, rows)


def write_markdown(sheet: Sheet) -> str:
    """The sheet in Markdown (the tables of GitHub's), its sources a numbered list."""
    lines = [f"## {escape_markdown(sheet.title)}", ""]
    if sheet.parameters:
        say = sheet.say
        given = (f"{name}{say(': ')}{escape_markdown(value)}" for name, value in sheet.parameters)
        lines += [say("; ").join(given), ""]
    if sheet.rows:
        lines += [*_write_rows(_tabulate(sheet)), "", escape_markdown(sheet.reading), ""]
    else:
        lines += [escape_markdown(sheet.silence), ""]
    return "\n".join([*lines, *_end_markdown(sheet)]) + "\n"


def write_paper_markdown(paper: Paper) -> str:
    """The paper in Markdown (the tables of GitHub's), its sources a numbered list."""
    lines = [f"# {escape_markdown(paper.title)}", ""]
    for sentence in paper.lead:
        lines += [escape_markdown(sentence), ""]
    for section in paper.sections:
        table = _tabulate_section(section, paper.say)
        lines += [f"## {escape_markdown(section.heading)}", "", *_write_rows(table), ""]
        lines += [escape_markdown(section.reading), ""] if section.reading else []
    for sentence in say_silent(paper):
        lines += [escape_markdown(sentence), ""]
    lines += [f"## {escape_markdown(paper.say('Sources'))}", ""] if paper.sources else []
    return "\n".join([*lines, *_end_markdown(paper)]) + "\n"


def _write_rows(table: Table) -> Iterator[str]:
    yield _write_row(tuple(map(escape_markdown, table.headings)))
    yield _write_row(("---",) * len(table.headings))
    yield from (_write_row(tuple(map(escape_markdown, row))) for row in table.rows)


def _end_markdown(shown: Sheet | Paper) -> Iterator[str]:
    """The numbered sources, and from which versions of everything the page was made."""
    for source in shown.sources:
        yield f"{source.number}. {escape_markdown(source.citation)}. {_quote_markdown(source)}"
    yield from ("", f"*{escape_markdown(str(shown.versions))}*")


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
