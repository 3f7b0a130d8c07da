"""The options that commands share, and the formats that they write."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cim_kg.errors import ValueKindError


def check_language(wanted: str | None) -> str | None:
    """The language, where it is one of ours. Raises UnknownNameError for another."""
    from cim_kg.translations import choose_language

    return None if wanted is None else choose_language(wanted, {})


PROJECT = typer.Option(
    "--project", metavar="DIR", help="The folder with graph/, ontology/, queries/, shapes/; else those installed."
)
ProjectOption = Annotated[Path | None, PROJECT]
OutputOption = Annotated[
    Path, typer.Option("-o", "--output", metavar="FILE", help="Where to write; - is standard output.")
]
SourcesOption = Annotated[
    Path | None,
    typer.Option("--sources", metavar="DIR", envvar="CIM_KG_SOURCES", help="The folder with the source texts."),
]
LangOption = Annotated[
    str | None,
    typer.Option(
        "--lang",
        metavar="LANGUAGE",
        callback=check_language,
        help="en, es, pt or fr; else that of the locale, else English.",
    ),
]
STANDARD = Path("-")


class AnswerFormat(StrEnum):
    """Formats of an answer."""

    TABLE = "table"
    MARKDOWN = "markdown"
    HTML = "html"
    CSV = "csv"
    JSON = "json"
    TURTLE = "turtle"


class FindingFormat(StrEnum):
    """Formats of findings."""

    TEXT = "text"
    CSV = "csv"
    JSON = "json"
    TURTLE = "turtle"


class PaperFormat(StrEnum):
    """Formats of a page of several sections."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    DOCX = "docx"
    JSON = "json"


class PlainFormat(StrEnum):
    """Formats of lists and facts."""

    TEXT = "text"
    JSON = "json"


_ENDINGS = {
    ".docx": PaperFormat.DOCX,
    ".html": PaperFormat.HTML,
    ".json": PaperFormat.JSON,
    ".md": PaperFormat.MARKDOWN,
    ".txt": PaperFormat.TEXT,
}


def choose_format(form: PaperFormat | None, output: Path) -> PaperFormat:
    """The format, else that which the ending of the file asks for; text for standard output.

    Raises ValueKindError for another ending.
    """
    if form is not None:
        return form
    if output == STANDARD:
        return PaperFormat.TEXT
    if output.suffix.lower() not in _ENDINGS:
        raise ValueKindError(f"{output} has none of the endings {', '.join(_ENDINGS)}", "Choose one, or give --format")
    return _ENDINGS[output.suffix.lower()]


PaperFormatOption = Annotated[PaperFormat | None, typer.Option("--format", help="Else by the ending of FILE.")]
