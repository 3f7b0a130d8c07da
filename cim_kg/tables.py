"""Answers, findings and facts as people and programs read them: a table, CSV, JSON."""

import csv
import io
import json
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Store

from cim_kg.answers import Answer
from cim_kg.catalog import Question
from cim_kg.names import label
from cim_kg.store import Term

_COLUMN_WIDTH = 15  # characters, below which words would break
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


def write_json(data: object) -> str:
    """The data as JSON, keys in the order they are given."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def tabulate_answer(store: Store, answer: Answer) -> Table:
    """The answer with labels in place of IRIs."""
    rows = tuple(tuple(show_term(store, term) for term in row) for row in answer.rows)
    return Table(answer.question.summary, answer.columns, rows, answer.question.reading)


def show_term(store: Store, term: Term | None) -> str:
    """The label of a thing, the text of a literal, nothing where nothing is bound."""
    if term is None:
        return ""
    return label(store, term) if isinstance(term, NamedNode) else term.value


def encode_answer(store: Store, answer: Answer) -> dict[str, object]:
    """The answer as the JSON object that docs/json.md describes."""
    return {
        "question": answer.question.name,
        "parameters": {name: _encode_term(store, term) for name, term in answer.parameters.items()},
        "columns": list(answer.columns),
        "rows": [
            {"cells": {column: _encode_term(store, term) for column, term in zip(answer.columns, row, strict=True)}}
            for row in answer.rows
        ],
    }


def _encode_term(store: Store, term: Term | None) -> dict[str, str] | None:
    match term:
        case None:
            return None
        case Literal():
            return {"value": term.value, "label": term.value, "type": term.datatype.value}
        case _:
            return {"value": term.value, "label": label(store, term), "type": "iri"}


def encode_questions(questions: Iterable[Question]) -> list[dict[str, object]]:
    """The catalog as the JSON list that docs/json.md describes."""
    return [
        {
            "name": question.name,
            "summary": question.summary,
            "question": question.question,
            "parameters": [{"name": it.name, "type": it.type, "required": it.required} for it in question.parameters],
            "columns": list(question.columns),
            "tags": list(question.tags),
        }
        for question in questions
    ]


def write_plain(table: Table, width: int) -> str:
    """The table as text of at most `width` characters a line.

    Columns that are empty in every row are left out. Where the others would be narrower than a word,
    each row is a block with a line a column instead.
    """
    kept = [i for i in range(len(table.headings)) if any(row[i] for row in table.rows)]
    if not kept:
        return f"{table.title}\nNo rows.\n"
    narrow = Table(
        table.title, tuple(table.headings[i] for i in kept), tuple(tuple(row[i] for i in kept) for row in table.rows)
    )
    lines = _write_blocks(narrow, width) if width < _COLUMN_WIDTH * len(kept) else _write_grid(narrow, width)
    body = "\n".join(lines).rstrip("\n")
    foot = textwrap.wrap(table.reading, width, break_on_hyphens=False)
    return "\n".join([*textwrap.wrap(table.title, width), body, "", say_count(len(table.rows), "row"), *foot]) + "\n"


def _write_blocks(table: Table, width: int) -> Iterator[str]:
    for row in table.rows:
        for heading, cell in zip(table.headings, row, strict=True):
            if cell:
                yield textwrap.fill(f"{heading}: {cell}", width, subsequent_indent="  ", break_on_hyphens=False)
        yield ""


def _write_grid(table: Table, width: int) -> Iterator[str]:
    from rich.console import Console
    from rich.table import Table as Grid

    stream = io.StringIO()
    console = Console(file=stream, width=width, color_system=None, highlight=False, markup=False, emoji=False)
    needed = sum(2 + max(map(len, column)) for column in zip(table.headings, *table.rows, strict=True))
    apart = 1 if needed > width else 0
    grid = Grid(box=None, pad_edge=False, padding=(0, 2, apart, 0))
    for heading in table.headings:
        grid.add_column(heading, overflow="fold")
    for row in table.rows:
        grid.add_row(*row)
    console.print(grid)
    return (line.rstrip() for line in stream.getvalue().splitlines())


def say_count(count: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun, as in “1 row” and “2 rows”."""
    return f"{count} {noun if count == 1 else plural or noun + 's'}"


def write_overview(questions: Iterable[Question]) -> str:
    """The questions by theme, each with its summary and an example to type."""
    by_theme: dict[str, list[Question]] = {}
    for question in questions:
        by_theme.setdefault(question.tags[0], []).append(question)
    lines = []
    for theme, listed in sorted(by_theme.items()):
        lines.append(theme)
        for question in listed:
            lines += [f"  {question.summary}", f"    cim-kg ask {question.name} {question.example}"]
        lines.append("")
    lines.append("cim-kg questions NAME shows one of them; cim-kg --help the commands.")
    return "\n".join(lines) + "\n"


def write_question(question: Question) -> str:
    """A question with all that its header says, and its SPARQL."""
    body = "\n".join(line for line in question.text.splitlines() if not line.startswith("#+"))
    lines = [question.question, "", question.why, question.reading, "", "Parameters:"]
    lines += [
        f"{it.name} ({it.type}, {'required' if it.required else 'optional'}): {it.meaning}"
        for it in question.parameters
    ]
    lines += ["", "Columns:", *(f"{name}: {meaning}" for name, meaning in question.columns.items())]
    lines += ["", "Example:", f"cim-kg ask {question.name} {question.example}", "", body.strip()]
    return "\n".join(lines) + "\n"
