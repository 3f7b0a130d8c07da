"""Texts in the languages of the OAS: from PO files, found by a context that names the text, and its English words.

The English words belong to the code, the question, the rule or the passage; who changes them there orphans the
translations, which the tests report (GNU gettext manual, section 11.2.5, on contexts). Each folder of knowledge holds
the translations of what stands in it, as in queries/es.po; what the program itself says is in cim_kg/texts/.
"""

import gettext
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from cim_kg.catalog import Question
from cim_kg.dates import say_date
from cim_kg.errors import InputError, UnknownNameError
from cim_kg.namespaces import (
    BASE,
    CITATION,
    DCTERMS_SOURCE,
    DESCRIPTION,
    ID,
    RDFS_LABEL,
    SKOS_DEFINITION,
    SKOS_NOTE,
    SKOS_SCOPE_NOTE,
    TITLE,
    WORDS,
)
from cim_kg.places import Project
from cim_kg.store import find_facts

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog  # English needs none, and it takes as long as a question to load

LANGUAGE_NAMES = {"en": "English", "es": "Español", "pt": "Português", "fr": "Français"}
LANGUAGES = tuple(LANGUAGE_NAMES)
EXPLORER_TEXTS = Path(__file__).parent / "texts" / "explorer"
PROGRAM_TEXTS = Path(__file__).parent / "texts" / "program"
_WINDOWS = {"spanish": "es", "portuguese": "pt", "french": "fr"}  # it names locales in words
_SEPARATOR = re.compile(r"[_.@-]")
_COUNTS = range(200)  # as many as rules for plurals tell apart
_PLACEHOLDER = re.compile(r"\{[$?]?\w+\}")
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")  # in the order in which POSIX reads them (section 8.2)
KNOWLEDGE_TEXTS = {
    "dcterms:bibliographicCitation": CITATION,
    "dcterms:description": DESCRIPTION,
    "dcterms:source": DCTERMS_SOURCE,
    "dcterms:title": TITLE,
    "skos:definition": SKOS_DEFINITION,
    "skos:note": SKOS_NOTE,
    "skos:scopeNote": SKOS_SCOPE_NOTE,
    "cim:words": WORDS,
}

Text = str | tuple[str, ...]


@dataclass(frozen=True)
class Message:
    """A text in English: its context, and its words; where it counts something, those for one and those for more."""

    context: str
    words: Text


@dataclass(frozen=True)
class Translator:
    """Says texts in one language, and in English those that it has no translation of."""

    language: str
    said: Mapping[tuple[str, str], Text]
    plural_form: str = "n != 1"

    def __call__(self, words: str, context: str = "", /, **values: object) -> str:
        """The text with its {placeholders} filled in; a context tells apart what English says in the same words."""
        found = self.said.get((context, words))
        text = found if isinstance(found, str) else words
        return text.format(**values) if values else text

    def plural(self, count: int, one: str, more: str, /, **values: object) -> str:
        """The text for that many, with {count} and its other placeholders filled in."""
        found = self.said.get(("", one))
        forms = found if isinstance(found, tuple) else (one, more)
        return forms[int(gettext.c2py(self.plural_form)(count))].format(count=count, **values)

    def tell(self, question: Question, part: str) -> str:
        """A part of a question's header, named as `list_question_messages` names it."""
        told = (it.words for it in list_question_messages(question) if it.context == f"{question.name} {part}")
        return self(_first(next(told)), f"{question.name} {part}")

    def word(self, name: str) -> str:
        """The name of a column or parameter as people read it."""
        return self(name.replace("_", " "), "word")


ENGLISH = Translator("en", {})


def choose_language(wanted: str | None, environment: Mapping[str, str], system: str = "") -> str:
    """The language asked for; else that of the locale of the environment, or of the system; else English.

    Raises UnknownNameError for one that is asked for and not among the four.
    """
    if wanted is not None:
        if wanted not in LANGUAGES:
            listed = ", ".join(f"{code} ({name})" for code, name in LANGUAGE_NAMES.items())
            raise UnknownNameError(f"“{wanted}” is no language of the OAS", f"Choose one of {listed}")
        return wanted
    set_ = (environment[name] for name in _VARIABLES if environment.get(name))
    first = _SEPARATOR.split(next(set_, system), maxsplit=1)[0].casefold()
    code = _WINDOWS.get(first, first)
    return code if code in LANGUAGES else LANGUAGES[0]


def read_translator(project: Project, language: str) -> Translator:
    """All texts of the program and of the project's questions in one language."""
    if language == LANGUAGES[0]:
        return ENGLISH
    catalogs = [read_catalog(PROGRAM_TEXTS / f"{language}.po")]
    if (questions := project.queries / f"{language}.po").is_file():
        catalogs.append(read_catalog(questions))
    translated = (pair for catalog in catalogs for pair in list_translated(catalog))
    said = {(it.context, _first(it.words)): words for it, words in translated}
    return Translator(language, said, catalogs[0].plural_expr)


def read_translators(project: Project) -> dict[str, Translator]:
    """A translator for each language, in their order."""
    return {language: read_translator(project, language) for language in LANGUAGES}


def translate_knowledge(store: Store, project: Project, *languages: str) -> None:
    """Lay the translations of the texts of graph/ and ontology/ over the store's default graph.

    They are no facts and belong to no passage. A translation of a text that the store doesn't hold is left out. The
    words of a date stay as the source writes them; their translation becomes the date's label.
    """
    for language in languages:
        for path in (project.graph / f"{language}.po", project.ontology / f"{language}.po"):
            if path.is_file():
                store.extend(_list_quads(store, read_catalog(path), language))


def _list_quads(store: Store, catalog: "Catalog", language: str) -> Iterator[Quad]:
    for message, said in list_translated(catalog):
        name, predicate = read_context(message.context)
        english = Literal(_first(message.words), language="en")
        if next(find_facts(store, name, predicate, english, DefaultGraph()), None):
            shown = RDFS_LABEL if predicate == WORDS else predicate
            yield Quad(name, shown, Literal(_first(said), language=language), DefaultGraph())


def read_context(context: str) -> tuple[NamedNode, NamedNode]:
    """The thing and the property that the context of a text of graph/ or ontology/ names.

    Raises InputError for one that names none.
    """
    name, _, predicate = context.partition(" ")
    try:
        return NamedNode(BASE + name), KNOWLEDGE_TEXTS[predicate]
    except (KeyError, ValueError) as error:
        problem = f"A translation has the context “{context}”, which names no text of graph/ or ontology/"
        raise InputError(problem, "Write it as in “passage/cim-report-2004/01.01 dcterms:description”") from error


def list_knowledge_messages(store: Store) -> list[Message]:
    """What graph/ and ontology/ say in our own words, with contexts as `read_context` reads them.

    The title of a thing is a name, not ours; a date that can be written in any language needs no translation.
    """
    return [
        Message(f"{fact.subject.value.removeprefix(BASE)} {name}", fact.value.value)
        for name, predicate in KNOWLEDGE_TEXTS.items()
        for fact in sorted(find_facts(store, predicate=predicate, graph=DefaultGraph()), key=lambda it: it.sort_key)
        if isinstance(fact.value, Literal)
        and fact.value.language == "en"
        and fact.subject.value.startswith(BASE)
        and not (predicate == TITLE and fact.subject.value.startswith(ID))
        and not (predicate == WORDS and say_date(store, fact.subject, "en"))
    ]


def read_catalog(path: Path) -> "Catalog":
    """The messages of a PO file.

    Raises InputError for one that cannot be read, whose rule for plurals does not fit its texts, or in which a text has
    other placeholders than the English.
    """
    from babel.messages.pofile import PoFileError, read_po

    try:
        with path.open("rb") as stream:
            catalog = read_po(stream, locale=path.stem if path.suffix == ".po" else None, abort_invalid=True)
        rule = gettext.c2py(catalog.plural_expr)
    except (OSError, ValueError, LookupError, PoFileError) as error:
        raise InputError(f"{path} cannot be read as PO: {error}", "Mend the file") from error
    for message, said in list_translated(catalog):
        if isinstance(said, tuple) and not all(0 <= rule(count) < len(said) for count in _COUNTS):
            problem = f"{path}: the rule for plurals asks for more forms than “{said[0]}” has"
            raise InputError(problem, "Mend the rule at the head of the file, or give all forms")
        if not _has_same_placeholders(message.words, said):
            problem = f"{path}: the translation of “{_first(message.words)}” has other placeholders"
            raise InputError(problem, "Give it those of the English")
    return catalog


def _has_same_placeholders(words: Text, said: Text) -> bool:
    """Whether each form has the placeholders of the English one, the later ones those of the English for more."""
    forms = [said] if isinstance(said, str) else list(said)
    one, *more = [words] if isinstance(words, str) else list(words)
    english = [one, *(more[-1:] or [one]) * len(forms)]
    return all(find_placeholders(form) == find_placeholders(own) for own, form in zip(english, forms, strict=False))


def find_placeholders(text: str) -> set[str]:
    """The placeholders of a text, such as {count}, and any brace that belongs to none."""
    return {*_PLACEHOLDER.findall(text), *re.findall("[{}]", _PLACEHOLDER.sub("", text))}


def list_translated(catalog: "Catalog") -> Iterator[tuple[Message, Text]]:
    """The messages of the catalog that have a translation, with it."""
    for message in catalog:
        said = _settle(message.string) if message.id and message.string else ""
        if said and all(said):
            yield Message(message.context or "", _settle(message.id)), said


def _settle(text: str | list[str] | tuple[str, ...]) -> Text:
    return text if isinstance(text, str) else tuple(text)


def _first(text: Text) -> str:
    return text if isinstance(text, str) else text[0]


def list_explorer_messages() -> list[Message]:
    """The texts of the explorer's page, which scripts and templates name by their context."""
    template = read_catalog(EXPLORER_TEXTS / "page.pot")
    return [Message(message.context, _settle(message.id)) for message in template if message.id and message.context]


def read_explorer_texts() -> dict[str, dict[str, Text]]:
    """The texts of the explorer's page by language and context, in English where there is no translation."""
    messages = list_explorer_messages()
    texts: dict[str, dict[str, Text]] = {"en": {it.context: it.words for it in messages}}
    for language in LANGUAGES[1:]:
        said = dict(list_translated(read_catalog(EXPLORER_TEXTS / f"{language}.po")))
        texts[language] = {it.context: said.get(it, it.words) for it in messages}
    return texts


def list_question_messages(question: Question) -> list[Message]:
    """What a question tells its reader, and the words that head its columns and name its parameters."""
    parts = {part: getattr(question, part) for part in ("summary", "question", "why", "reading")}
    parts |= {f"dossier {chapter.parameter}": chapter.heading for chapter in question.chapters}
    parts |= {f"parameter {parameter.name}": parameter.meaning for parameter in question.parameters}
    parts |= {f"column {name}": meaning for name, meaning in question.columns.items()}
    names = sorted({*question.columns, *(parameter.name for parameter in question.parameters)})
    return [
        *(Message(f"{question.name} {part}", words) for part, words in parts.items()),
        *(Message("word", name.replace("_", " ")) for name in names),
    ]
