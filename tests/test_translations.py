"""Every text in every language of the OAS: none missing, none left over, the same placeholders."""

import io
import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.pofile import write_po
from pyoxigraph import DefaultGraph, Store

from cim_kg.catalog import list_questions
from cim_kg.errors import InputError
from cim_kg.names import list_forms
from cim_kg.namespaces import CONCEPT, IN_SCHEME, ONTOLOGY, RDFS_LABEL, SKOS_PREF_LABEL
from cim_kg.places import Project
from cim_kg.store import find_facts
from cim_kg.translations import (
    LANGUAGES,
    PAGE_TEXTS,
    Message,
    list_page_messages,
    list_question_messages,
    read_catalog,
    read_question_catalogs,
    translate,
)

OTHERS = LANGUAGES[1:]
EVERY_LANGUAGE = pytest.mark.parametrize("language", OTHERS)


def list_messages(project: Project) -> list[Message]:
    return list(dict.fromkeys(it for question in list_questions(project) for it in list_question_messages(question)))


def say_missing(missing: list[Message], path: Path) -> str:
    """What to append to the file, to be filled in."""
    from babel.messages.catalog import Catalog

    catalog, stream = Catalog(), io.BytesIO()
    for message in missing:
        catalog.add(message.words, context=message.context)
    write_po(stream, catalog, width=0, omit_header=True)
    return f"{path.name} lacks\n\n{stream.getvalue().decode()}"


def check(messages: list[Message], path: Path) -> None:
    catalog = read_catalog(path)
    missing = [message for message in messages if translate(catalog, message) is None]
    assert not missing, say_missing(missing, path)
    wanted = {(message.context, message.words) for message in messages}
    left = [it.context for it in catalog if it.id and (it.context, it.id) not in wanted]
    assert not left, f"{path.name} translates what nobody says: {left}"
    for message in messages:
        said = translate(catalog, message)
        assert find_placeholders(said) == find_placeholders(message.words), f"{path.name}: {message.context}"


def find_placeholders(text: object) -> list[set[str]]:
    forms = text if isinstance(text, tuple) else (text,)
    return [set(re.findall(r"\{\w+\}", str(form))) for form in forms]


@EVERY_LANGUAGE
def test_every_question_is_told_in_every_language(project: Project, language: str) -> None:
    check(list_messages(project), project.queries / f"{language}.po")


@EVERY_LANGUAGE
def test_every_text_of_the_pages_is_told_in_every_language(language: str) -> None:
    check(list_page_messages(), PAGE_TEXTS / f"{language}.po")


@EVERY_LANGUAGE
def test_every_term_and_concept_is_called_something_in_every_language(store: Store, language: str) -> None:
    named: dict[str, set[str]] = {it: set() for it in ("en", language)}
    for predicate in (RDFS_LABEL, SKOS_PREF_LABEL):
        for fact in find_facts(store, predicate=predicate, graph=DefaultGraph()):
            if (
                fact.subject.value.startswith((ONTOLOGY, CONCEPT))
                and (tongue := getattr(fact.value, "language", "")) in named
            ):
                named[tongue].add(fact.subject.value)
    assert named["en"] == named[language]


@EVERY_LANGUAGE
def test_no_two_concepts_of_a_scheme_are_called_the_same(store: Store, language: str) -> None:
    names: dict[str, list[str]] = {}
    for fact in find_facts(store, predicate=IN_SCHEME, graph=DefaultGraph()):
        for name in find_facts(store, fact.subject, SKOS_PREF_LABEL, graph=DefaultGraph()):
            if getattr(name.value, "language", "") == language:
                names.setdefault(fact.value.value, []).append(name.value.value)
    doubles = {scheme: [it for it, count in Counter(found).items() if count > 1] for scheme, found in names.items()}
    assert not any(doubles.values()), doubles


@EVERY_LANGUAGE
def test_trafficking_in_persons_is_called_as_the_oas_calls_it(project: Project, language: str) -> None:
    wrong = {"es": r"\btráfico", "pt": r"\btrata de pessoas", "fr": r"\btrafic\b"}[language]
    for path in (
        project.ontology / f"labels-{language}.ttl",
        project.queries / f"{language}.po",
        PAGE_TEXTS / f"{language}.po",
    ):
        found = re.search(wrong, path.read_text(encoding="utf-8"), re.IGNORECASE)
        assert not found, f"{path.name}: {found}"


def test_a_project_without_translations_speaks_english(copy: Project) -> None:
    for language in OTHERS:
        (copy.queries / f"{language}.po").unlink()
    assert read_question_catalogs(copy) == {}


def test_a_broken_catalog_is_refused_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "es.po"
    path.write_text('msgid "a"\nthis is no catalog\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"es\.po"):
        read_catalog(path)


def test_our_translations_are_not_marked_in_a_source(store: Store) -> None:
    from cim_kg.names import resolve

    assert "participante" not in list_forms(store, resolve(store, "concept/role.participant"))
