"""Answers, findings and facts as people and programs read them: a table, CSV, JSON."""

import csv
import io
import json
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from cim_kg.translations import ENGLISH, Translator

_GAP = 2  # blanks between columns
_BLANKS = re.compile("[ \t\n\u2009]+")  # where a line may end; a no-break space is none of them
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
    rows = tuple(tuple(_BLANKS.sub(" ", row[i]) for i in kept) for row in table.rows)
    narrow = Table(table.title, tuple(table.headings[i] for i in kept), rows)
    widths = _share_width(narrow, width)
    lines = _write_grid(narrow, widths) if widths else _write_blocks(narrow, width, say)
    body = "\n".join(lines).rstrip("\n")
    count = say.plural(len(table.rows), "{count} row", "{count} rows")
    foot = textwrap.wrap(table.reading, width, break_on_hyphens=False)
    return "\n".join([*textwrap.wrap(table.title, width), body, "", count, *foot]) + "\n"


def _write_blocks(table: Table, width: int, say: Translator) -> Iterator[str]:
    for row in table.rows:
        for heading, cell in zip(table.headings, row, strict=True):
            if cell:
                told = f"{heading}{say(': ')}{cell}"
                yield textwrap.fill(told, width, subsequent_indent="  ", break_on_hyphens=False)
        yield ""


def _share_width(table: Table, width: int) -> list[int]:
    """How wide each column is to be: at least its longest word, more where there is more text; none if none fits."""
    columns = list(zip(table.headings, *table.rows, strict=True))
    needed = [max(map(len, cells)) for cells in columns]
    widths = [max(len(word) for cell in cells for word in cell.split(" ")) for cells in columns]
    free = width - sum(widths) - _GAP * (len(widths) - 1)
    if free < 0:
        return []
    lengths = [sum(map(len, cells)) for cells in columns]
    for _ in range(min(free, sum(needed) - sum(widths))):
        wanting = (i for i in range(len(widths)) if widths[i] < needed[i])
        widths[max(wanting, key=lambda i: lengths[i] / widths[i])] += 1
    return widths


def _write_grid(table: Table, widths: Sequence[int]) -> Iterator[str]:
    """A grid of columns, each heading just above its column; where a cell takes several lines, rows are set apart."""
    headings, *rows = (
        [_wrap(cell, room) for cell, room in zip(row, widths, strict=True)] for row in (table.headings, *table.rows)
    )
    deepest = max(map(len, headings))
    apart = any(len(cell) > 1 for row in rows for cell in row)
    for row in ([[""] * (deepest - len(cell)) + cell for cell in headings], *rows):
        for parts in zip_longest(*row, fillvalue=""):
            yield "".join(part.ljust(room + _GAP) for part, room in zip(parts, widths, strict=True)).rstrip()
        if apart:
            yield ""


def _wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` characters, for no word is longer."""
    return [text] if len(text) <= width else textwrap.wrap(text, width, break_on_hyphens=False)
