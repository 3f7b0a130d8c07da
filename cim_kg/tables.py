"""Answers, findings and facts as people and programs read them: a table, CSV, JSON."""

import csv
import io
import json
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cim_kg.translations import ENGLISH, Translator

_GAP = 2  # blanks between columns
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Table:
    """Rows of text under headings, a line that says what they are, and how to read them."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    reading: str = ""


def write_csv(table: Table) -> str:
    """The table as CSV (RFC 4180); a cell that a spreadsheet would run as a formula is quoted with '."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(table.headings)
    writer.writerows(tuple(f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row) for row in table.rows)
    return stream.getvalue()


def write_json(data: object, indent: int | None = 2) -> str:
    """The data as JSON, keys in the order they are given; without `indent` on one line."""
    return json.dumps(data, ensure_ascii=False, indent=indent) + "\n"


def write_plain(table: Table, width: int, say: Translator = ENGLISH) -> str:
    """The table as text of at most `width` characters a line.

    Columns that are empty in every row are left out. Where the others would be narrower than their
    longest words, each row is a block with a line a column instead.
    """
    kept = [i for i in range(len(table.headings)) if any(row[i] for row in table.rows)]
    if not kept:
        return "\n".join([table.title, say("No rows."), ""])
    narrow = Table(
        table.title, tuple(table.headings[i] for i in kept), tuple(tuple(row[i] for i in kept) for row in table.rows)
    )
    widths = _share_width(narrow, width)
    lines = _write_grid(narrow, widths) if widths else _write_blocks(narrow, width)
    body = "\n".join(lines).rstrip("\n")
    count = say.plural(len(table.rows), "{count} row", "{count} rows")
    foot = textwrap.wrap(table.reading, width, break_on_hyphens=False)
    return "\n".join([*textwrap.wrap(table.title, width), body, "", count, *foot]) + "\n"


def _write_blocks(table: Table, width: int) -> Iterator[str]:
    for row in table.rows:
        for heading, cell in zip(table.headings, row, strict=True):
            if cell:
                yield textwrap.fill(f"{heading}: {cell}", width, subsequent_indent="  ", break_on_hyphens=False)
        yield ""


def _share_width(table: Table, width: int) -> list[int]:
    """How wide each column is to be: at least its longest word, else more where more is needed; none if none fits."""
    columns = list(zip(table.headings, *table.rows, strict=True))
    needed = [max(map(len, cells)) for cells in columns]
    widths = [max(len(word) for cell in cells for word in cell.split() or [""]) for cells in columns]
    free = width - sum(widths) - _GAP * (len(widths) - 1)
    if free < 0:
        return []
    for _ in range(min(free, sum(needed) - sum(widths))):
        widest = max(range(len(widths)), key=lambda i: needed[i] / widths[i])
        widths[widest] += 1
    return widths


def _write_grid(table: Table, widths: Sequence[int]) -> Iterator[str]:
    """A grid of columns; where a cell takes several lines, rows are set apart."""
    from rich.console import Console
    from rich.table import Table as Grid

    stream = io.StringIO()
    total = sum(widths) + _GAP * len(widths)
    console = Console(file=stream, width=total, color_system=None, highlight=False, markup=False, emoji=False)
    broken = any(len(cell) > room for row in table.rows for cell, room in zip(row, widths, strict=True))
    grid = Grid(box=None, pad_edge=False, padding=(0, _GAP, 1 if broken else 0, 0))
    for heading, room in zip(table.headings, widths, strict=True):
        grid.add_column(heading, overflow="fold", width=room)
    for row in table.rows:
        grid.add_row(*row)
    console.print(grid)
    return (line.rstrip() for line in stream.getvalue().splitlines())
