"""All that the program says: found in its code and templates, as Babel finds messages for gettext."""

from collections.abc import Iterator
from pathlib import Path

import typer
from babel.messages.extract import extract_from_dir

import cim_kg
from cim_kg import cli, validation
from cim_kg.catalog import THEMES, list_questions
from cim_kg.helps import ADDED, list_help
from cim_kg.papers import COLUMNS
from cim_kg.places import Project
from cim_kg.reports import HEADINGS
from cim_kg.translations import Message
from cim_kg.validation import SEVERITIES
from cim_kg.weights import read_components

PACKAGE = Path(cim_kg.__file__).parent
KEYWORDS = {"say": None, "plural": (2, 3)}
METHODS = [
    ("**/site-packages/**", "ignore"),
    ("data/**", "ignore"),
    ("**.py", "python"),
    ("templates/**.html", "jinja2"),
]


def list_program_messages(project: Project) -> list[Message]:
    """Each once, in an order that stays."""
    words = {name for question in list_questions(project) for name in question.columns}
    components = read_components(project.weights)
    spoken = {*THEMES, *COLUMNS, *HEADINGS, *SEVERITIES, *(it.name for it in components)} - words
    messages = [
        *_extract(),
        *(Message("", text) for text in (*list_help(typer.main.get_command(cli.app)), *ADDED)),
        *(Message("", text) for text in (validation.UNCHECKED, validation.UNDECLARED, validation.NAMELESS)),
        *(Message("", it.why) for it in components),
        *(Message("word", word.replace("_", " ")) for word in spoken),
    ]
    known = {Message("word", word.replace("_", " ")) for word in words}
    return sorted(set(messages) - known, key=lambda it: (it.context, str(it.words)))


def _extract() -> Iterator[Message]:
    for context, keywords in (("", KEYWORDS), ("word", {"word": None})):
        for _, _, words, _, _ in extract_from_dir(PACKAGE, METHODS, keywords=keywords, comment_tags=()):
            yield Message(context, words if isinstance(words, str) else tuple(words))
