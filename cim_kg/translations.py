"""Texts in the languages of the OAS: from PO files, found by a context that names the text, and its English words.

The English words belong to the question or to page.pot; who changes them there orphans the translations, which the
tests report (GNU gettext manual, section 11.2.5, on contexts).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po

from cim_kg.catalog import Question
from cim_kg.errors import InputError
from cim_kg.places import Project

LANGUAGE_NAMES = {"en": "English", "es": "Español", "pt": "Português", "fr": "Français"}
LANGUAGES = tuple(LANGUAGE_NAMES)
PAGE_TEXTS = Path(__file__).parent / "texts"

Text = str | tuple[str, ...]
Texts = Mapping[str, Text]


@dataclass(frozen=True)
class Message:
    """A text in English: its context, and its words; where it counts something, those for one and those for more."""

    context: str
    words: Text


def read_catalog(path: Path) -> Catalog:
    """The messages of a PO file. Raises InputError for one that cannot be read."""
    try:
        with path.open("rb") as stream:
            return read_po(stream, locale=path.stem if path.suffix == ".po" else None, abort_invalid=True)
    except (OSError, ValueError, PoFileError) as error:
        raise InputError(f"{path} cannot be read as PO: {error}", "Mend the file") from error


def translate(catalog: Catalog, message: Message) -> Text | None:
    """The message in the catalog's language; None where it has no translation."""
    found = catalog.get(message.words[0] if isinstance(message.words, tuple) else message.words, message.context)
    said = _settle(found.string) if found and found.string else ""
    return said if said and all(said) else None


def _settle(text: str | list[str] | tuple[str, ...]) -> Text:
    return text if isinstance(text, str) else tuple(text)


def list_page_messages() -> list[Message]:
    """The texts of the pages that scripts and templates name by their context."""
    template = read_catalog(PAGE_TEXTS / "page.pot")
    return [Message(message.context, _settle(message.id)) for message in template if message.id and message.context]


def list_question_messages(question: Question) -> list[Message]:
    """What a question tells its reader, and the words that head its columns and name its parameters."""
    parts = {part: getattr(question, part) for part in ("summary", "question", "why", "reading")}
    parts |= {f"parameter {parameter.name}": parameter.meaning for parameter in question.parameters}
    parts |= {f"column {name}": meaning for name, meaning in question.columns.items()}
    names = sorted({*question.columns, *(parameter.name for parameter in question.parameters)})
    return [
        *(Message(f"{question.name} {part}", words) for part, words in parts.items()),
        *(Message("word", name.replace("_", " ")) for name in names),
    ]


def read_page_texts() -> dict[str, dict[str, Text]]:
    """The texts of the pages by language and context, in English where there is no translation."""
    messages = list_page_messages()
    texts: dict[str, dict[str, Text]] = {"en": {it.context: it.words for it in messages}}
    for language in LANGUAGES[1:]:
        catalog = read_catalog(PAGE_TEXTS / f"{language}.po")
        texts[language] = {it.context: translate(catalog, it) or it.words for it in messages}
    return texts


def read_question_catalogs(project: Project) -> dict[str, Catalog]:
    """The translations of the project's questions, by language; without those that it does not have."""
    paths = {language: project.queries / f"{language}.po" for language in LANGUAGES[1:]}
    return {language: read_catalog(path) for language, path in paths.items() if path.is_file()}
