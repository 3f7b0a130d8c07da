"""What commands begin with: the language, the store in it, and what papers are made from."""

import locale
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from cim_kg.places import Project

if TYPE_CHECKING:  # a command loads only what it needs
    from pyoxigraph import Store

    from cim_kg.catalog import Question
    from cim_kg.composers import Composer
    from cim_kg.translations import Translator


def speak(place: Project, wanted: str | None) -> "Translator":
    """All texts in the language asked for, else in that of the locale."""
    from cim_kg.translations import choose_language, read_translator

    return read_translator(place, choose_language(wanted, os.environ, _read_locale()))


def _read_locale() -> str:
    """The locale of the system; "" where it has none that Python knows."""
    try:
        return locale.getlocale()[0] or ""
    except ValueError:
        return ""


def open_store(place: Project, say: "Translator") -> "Store":
    """The project's facts, with our own texts in the language laid over them."""
    from cim_kg.store import load_store
    from cim_kg.translations import translate_knowledge

    store = load_store(place)
    translate_knowledge(store, place, say.language)
    return store


def compose(place: Project, questions: "Iterable[Question]", lang: str | None, sources: Path | None) -> "Composer":
    """What papers are made from, in the language, with the source texts of the folder."""
    from cim_kg.composers import Composer
    from cim_kg.quotations import read_texts
    from cim_kg.versions import read_versions

    say = speak(place, lang)
    store = open_store(place, say)
    named = {question.name: question for question in questions}
    return Composer(store, say, named, read_texts(store, sources), read_versions(place))
