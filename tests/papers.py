"""What the tests of papers share: composers, papers of each kind, what their sections show, and stores with more facts.

Composers and papers are made once for all tests.
"""

from functools import cache

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from cim_kg.annexes import make_annex
from cim_kg.catalog import list_questions
from cim_kg.composers import Composer
from cim_kg.dossiers import make_dossier
from cim_kg.followups import follow_mandates
from cim_kg.introductions import choose_pairs, find_introductions, introduce
from cim_kg.names import resolve
from cim_kg.namespaces import ID, ONTOLOGY, PASSAGE
from cim_kg.papers import Paper, Section
from cim_kg.periods import read_period
from cim_kg.places import Project
from cim_kg.quotations import Texts
from cim_kg.store import load_store
from cim_kg.translations import LANGUAGES, read_translator, translate_knowledge
from cim_kg.versions import read_versions
from cim_kg.weights import read_components

EVERY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
CIM = "Inter-American Commission of Women"
KINDS = ["CICAD", "AG/RES. 1948 (XXXIII-O/03)", "Phase II of the Trafficking Project", "Mexico"]
PAPERS = pytest.mark.parametrize("what", [*KINDS, "mandates", "annex", "introductions"])


def compose(project: Project, language: str = "en", asked: Store | None = None, texts: Texts | None = None) -> Composer:
    """A composer for the project's own graph, or for the store that is to be asked; with the source texts, if given."""
    if asked is None and texts is None:
        return _compose(project, language)
    chosen = asked if asked is not None else _compose(project, language).store
    questions = {question.name: question for question in list_questions(project)}
    return Composer(chosen, read_translator(project, language), questions, texts or {}, read_versions(project))


@cache
def _compose(project: Project, language: str) -> Composer:
    store = load_store(project)
    translate_knowledge(store, project, language)
    return compose(project, language, store)


@cache
def make_paper(project: Project, what: str, language: str = "en") -> Paper:
    """The mandates, CIM's annex, the introductions of one actor; or the dossier of what is called so."""
    composer = compose(project, language)
    match what:
        case "mandates":
            return follow_mandates(composer, None)
        case "annex":
            return make_annex(composer, NamedNode(ID + "org.cim"), read_period("2003-06", "2004-06"))
        case "introductions":
            components = read_components(project.weights)
            found = find_introductions(composer, components)
            chosen = choose_pairs(composer.store, found, NamedNode(ID + "org.bscc"))
            return introduce(composer, chosen, components, 10)
        case _:
            return make_dossier(composer, resolve(composer.store, what))


def find_section(paper: Paper, heading: str) -> Section:
    return next(section for section in paper.sections if section.heading == heading)


def show_lines(section: Section, *columns: str) -> list[tuple[str, ...]]:
    places = [section.columns.index(column) for column in columns]
    return [tuple(line.cells[i] for i in places) for line in section.lines]


def show_pairs(section: Section, name: str, value: str) -> dict[str, str]:
    return {line[0]: line[1] for line in show_lines(section, name, value)}


def add(store: Store, passage: str, *triples: tuple[str, str, NamedNode | Literal]) -> Store:
    """A copy of the store in which a passage states more."""
    changed = Store()
    changed.bulk_extend(store)
    for subject, predicate, value in triples:
        for graph in (NamedNode(f"{PASSAGE}cim-report-2004/{passage}"), DefaultGraph()):
            changed.add(Quad(NamedNode(ID + subject), NamedNode(ONTOLOGY + predicate), value, graph))
    return changed
