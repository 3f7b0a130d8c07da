"""Every text in every language of the OAS: none missing, none left over, the same placeholders."""

import io
import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, NamedNode, Store

from cim_kg.catalog import list_questions
from cim_kg.errors import InputError, UnknownNameError
from cim_kg.names import label, list_forms
from cim_kg.namespaces import CONCEPT, ID, IN_SCHEME, ONTOLOGY, RDFS_LABEL, SKOS_PREF_LABEL
from cim_kg.places import Project
from cim_kg.store import find_facts, load_store
from cim_kg.translations import (
    ENGLISH,
    EXPLORER_TEXTS,
    LANGUAGES,
    PROGRAM_TEXTS,
    Message,
    Translator,
    choose_language,
    list_explorer_messages,
    list_knowledge_messages,
    list_question_messages,
    list_translated,
    read_catalog,
    read_translator,
    translate_knowledge,
)
from cim_kg.validation import list_rule_messages, read_rules
from tests.messages import list_program_messages

OTHERS = LANGUAGES[1:]
EVERY_LANGUAGE = pytest.mark.parametrize("language", OTHERS)


def say_missing(missing: list[Message], path: Path) -> str:
    """What to append to the file, to be filled in."""
    catalog, stream = Catalog(), io.BytesIO()
    for message in missing:
        catalog.add(message.words, context=message.context or None)
    write_po(stream, catalog, width=0, omit_header=True)
    return f"{path} lacks\n\n{stream.getvalue().decode()}"


def check(messages: list[Message], path: Path) -> None:
    said = dict(list_translated(read_catalog(path)))
    missing = [message for message in messages if message not in said]
    assert not missing, say_missing(missing, path)
    left = [message.context or message.words for message in said if message not in set(messages)]
    assert not left, f"{path} translates what nobody says: {left}"


@EVERY_LANGUAGE
def test_every_question_is_told_in_every_language(project: Project, language: str) -> None:
    messages = dict.fromkeys(it for question in list_questions(project) for it in list_question_messages(question))
    check(list(messages), project.queries / f"{language}.po")


@EVERY_LANGUAGE
def test_every_text_of_the_explorer_is_told_in_every_language(language: str) -> None:
    check(list_explorer_messages(), EXPLORER_TEXTS / f"{language}.po")


@EVERY_LANGUAGE
def test_all_that_the_program_says_is_told_in_every_language(project: Project, language: str) -> None:
    messages = list_program_messages(project)
    assert len(messages) > 100  # none would be found if Babel looked in the wrong place
    check(messages, PROGRAM_TEXTS / f"{language}.po")


@EVERY_LANGUAGE
def test_every_rule_speaks_every_language(project: Project, language: str) -> None:
    messages = [message for message, _ in list_rule_messages(read_rules(project).triples)]
    check(messages, project.shapes / f"{language}.po")


@EVERY_LANGUAGE
def test_every_text_of_ours_about_the_sources_is_told_in_every_language(
    project: Project, store: Store, language: str
) -> None:
    messages = [it for it in list_knowledge_messages(store) if it.context.startswith(("id/", "passage/", "source/"))]
    check(messages, project.graph / f"{language}.po")


@EVERY_LANGUAGE
def test_every_definition_is_told_in_every_language(project: Project, store: Store, language: str) -> None:
    messages = [it for it in list_knowledge_messages(store) if it.context.startswith(("ontology", "concept/"))]
    check(messages, project.ontology / f"{language}.po")


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
    folders = (project.queries, project.graph, project.ontology, project.shapes, EXPLORER_TEXTS, PROGRAM_TEXTS)
    paths = [folder / f"{language}.po" for folder in folders]
    for path in (project.ontology / f"labels-{language}.ttl", *paths):
        found = re.search(wrong, path.read_text(encoding="utf-8"), re.IGNORECASE)
        assert not found, f"{path}: {found}"


def test_a_project_without_translations_speaks_english(copy: Project) -> None:
    for folder in (copy.queries, copy.graph, copy.ontology, copy.shapes):
        (folder / "es.po").unlink()
    question = list_questions(copy)[0]
    assert read_translator(copy, "es").tell(question, "summary") == question.summary
    store = load_store(copy)
    before = len(store)
    translate_knowledge(store, copy, "es")
    assert len(store) == before


def test_a_broken_catalog_is_refused_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "es.po"
    path.write_text('msgid "a"\nthis is no catalog\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"es\.po"):
        read_catalog(path)


@pytest.mark.parametrize(
    ("head", "forms"),
    [
        ("text/plain; charset=nonsense", ""),
        ("plural=(n !! 1)", ""),
        ("plural=(n==1 ? 0 : 2)", ""),
        ("", 'msgstr[0] "{count} fila"\nmsgstr[1] "filas"'),
        ("", 'msgstr[0] "{count} {fila"\nmsgstr[1] "{count} filas"'),
    ],
    ids=["charset", "no rule", "more forms than there are", "a form without its number", "an open brace"],
)
def test_a_catalog_whose_plurals_would_fail_is_refused(head: str, forms: str, copy: Project) -> None:
    kind = head if head.startswith("text") else "text/plain; charset=utf-8"
    rule = "plural=(n != 1)" if not head.startswith("plural") else head
    forms = forms or 'msgstr[0] "{count} fila"\nmsgstr[1] "{count} filas"'
    (copy.queries / "es.po").write_text(
        f'msgid ""\nmsgstr ""\n"Content-Type: {kind}\\n"\n"Plural-Forms: nplurals=2; {rule};\\n"\n\n'
        f'msgid "{{count}} row"\nmsgid_plural "{{count}} rows"\n{forms}\n',
        encoding="utf-8",
    )
    with pytest.raises(InputError, match=r"es\.po"):
        read_translator(copy, "es")


@pytest.mark.parametrize(
    ("folder", "entry", "complaint"),
    [
        ("graph", 'msgctxt "foo bar"\nmsgid "a"\nmsgstr "b"\n', "names no text of graph/"),
        ("queries", 'msgid "{count} row"\nmsgstr "{number} fila"\n', "has other placeholders"),
    ],
)
def test_a_catalog_that_would_break_a_sentence_is_refused(
    folder: str, entry: str, complaint: str, copy: Project
) -> None:
    path = copy.root / folder / "es.po"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{entry}", encoding="utf-8")
    with pytest.raises(InputError, match=complaint):
        read_translator(copy, "es")
        translate_knowledge(load_store(copy), copy, "es")


def test_our_translations_are_not_marked_in_a_source(store: Store) -> None:
    from cim_kg.names import resolve

    assert "participante" not in list_forms(store, resolve(store, "concept/role.participant"))


MANDATE = NamedNode(ID + "mandate.ag-res-1948.expand-research")
DATE = NamedNode(ID + "date.cooperation-mechanisms-meeting.october-6-8-2003")


@pytest.mark.parametrize(
    ("language", "mandate", "date"),
    [
        ("en", "To widen its research to other member states.", "October 6-8, 2003"),
        ("es", "Ampliar su investigación a otros Estados miembros.", "6–8 de octubre de 2003"),
    ],
)
def test_what_is_ours_is_told_in_the_language_and_a_date_is_written_in_it(
    project: Project, language: str, mandate: str, date: str
) -> None:
    store = load_store(project)
    translate_knowledge(store, project, *OTHERS)
    assert label(store, MANDATE, language) == mandate
    assert label(store, DATE, language).replace("\u2009", "") == date


def test_a_translation_of_words_that_are_gone_is_not_used(copy: Project) -> None:
    path = next(copy.graph.glob("*/02.01-*.ttl"))
    text = path.read_text(encoding="utf-8")
    assert "To widen its research to other member states." in text
    path.write_text(text.replace("To widen its research", "To end its research"), encoding="utf-8")
    store = load_store(copy)
    translate_knowledge(store, copy, "es")
    assert label(store, MANDATE, "es") == "To end its research to other member states."


def test_translations_are_no_facts(project: Project, store: Store) -> None:
    translated = load_store(project)
    translate_knowledge(translated, project, *OTHERS)
    added = set(translated) - set(store)
    assert added
    assert {quad.graph_name for quad in added} == {DefaultGraph()}


@pytest.mark.parametrize(
    ("wanted", "environment", "system", "language"),
    [
        ("fr", {"LANG": "es_ES.UTF-8"}, "pt_BR", "fr"),
        (None, {"LANG": "es_ES.UTF-8"}, "pt_BR", "es"),
        (None, {"LC_ALL": "pt_BR", "LANG": "es_ES.UTF-8"}, "", "pt"),
        (None, {"LC_ALL": "", "LC_MESSAGES": "fr_CA", "LANG": "es_ES"}, "", "fr"),
        (None, {"LC_ALL": "C", "LANG": "es_ES"}, "", "en"),
        (None, {"LANG": "de_DE"}, "", "en"),
        (None, {}, "Spanish_Mexico", "es"),
        (None, {}, "es_MX", "es"),
        (None, {"LANG": "pt"}, "", "pt"),
        (None, {"LANG": "frr_DE"}, "", "en"),
        (None, {}, "Estonian_Estonia", "en"),
        (None, {}, "", "en"),
    ],
)
def test_the_language_is_the_one_asked_for_else_the_locale_s(
    wanted: str | None, environment: dict[str, str], system: str, language: str
) -> None:
    assert choose_language(wanted, environment, system) == language


@given(wanted=st.text(max_size=8).filter(lambda it: it not in LANGUAGES))
def test_an_unknown_language_is_refused_with_the_four(wanted: str) -> None:
    with pytest.raises(UnknownNameError, match=r"en \(English\), es \(Español\), pt \(Português\), fr \(Français\)"):
        choose_language(wanted, {})


@pytest.mark.parametrize(("count", "words"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows")])
def test_what_is_counted_stands_in_its_number(count: int, words: str) -> None:
    assert ENGLISH.plural(count, "{count} row", "{count} rows") == words


def test_french_counts_none_as_one() -> None:
    say = Translator("fr", {("", "{count} row"): ("{count} ligne", "{count} lignes")}, "n > 1")
    assert [say.plural(it, "{count} row", "{count} rows") for it in (0, 1, 2)] == ["0 ligne", "1 ligne", "2 lignes"]
