"""Dossiers: all that is recorded of one thing, each question that takes it a section."""

import pytest
from pyoxigraph import NamedNode, Store

from cim_kg.catalog import list_chaptered, list_questions
from cim_kg.dossiers import list_chapters, list_types, make_dossier
from cim_kg.names import resolve
from cim_kg.namespaces import CONCEPT, ID
from cim_kg.places import Project
from cim_kg.store import find_facts, is_stated
from tests.papers import CIM, KINDS, compose, find_section, make_paper, show_lines, show_pairs


def test_the_dossier_of_an_actor_has_its_roles_partners_and_countries(project: Project) -> None:
    paper = make_paper(project, "CICAD")
    assert show_lines(find_section(paper, "Roles and activities"), "date", "role") == [
        ("October 6\u2009–\u20098, 2003", "coordinator")
    ]
    partners = {partner for (partner,) in show_lines(find_section(paper, "Partners"), "partner")}
    assert "Inter-American Commission of Women" in partners
    assert show_lines(find_section(paper, "Countries"), "country") == [("Mexico",)]
    identity = show_pairs(find_section(paper, "What it is"), "property", "value")
    assert identity["part of the organization"] == "Organization of American States"
    assert "Money" in paper.silent


def test_a_year_that_a_text_leaves_out_stands_in_brackets_in_a_dossier_too(project: Project) -> None:
    roles = show_pairs(find_section(make_paper(project, "CIM"), "Roles and activities"), "activity", "date")
    assert roles["Workshop on Anti-trafficking Initiatives"] == "June 18, [2003]"
    assert roles["Special meeting with missions from the Caribbean"] == "February 18, 2004"
    section = find_section(make_paper(project, "Mexico"), "What is done in the country, and where it took part")
    done = show_pairs(section, "activity", "date")
    assert done["Meeting in Mexico on Stages I and II"] == "September 29\u2009–\u2009October 1, [2003]"
    assert done["Phase II of the Trafficking Project"] == "“since”"


def test_a_body_shows_its_organs_its_mandates_and_its_money(project: Project) -> None:
    paper = make_paper(project, "CIM")
    identity = show_pairs(find_section(paper, "What it is"), "property", "value")
    assert "Assembly of Delegates" in identity["its organs"]
    assert "Executive Secretary" in identity["its offices"]
    states = show_lines(find_section(paper, "Mandates and what became of them"), "mandate", "state")
    assert ("To widen its research to other member states.", "fulfilled") in states
    assert show_lines(find_section(paper, "Money"), "as", "funder")


def test_the_dossier_of_an_instrument_goes_through_its_paragraphs(project: Project) -> None:
    paper = make_paper(project, "Draft resolution of 2004 on trafficking in persons")
    numbers = [number for (number,) in show_lines(find_section(paper, "Paragraphs"), "number") if number]
    assert numbers == sorted(numbers)
    assert set(numbers) == {"1", "2", "3", "4", "5", "6"}
    states = show_lines(find_section(paper, "Mandates and what became of them"), "verb", "standing", "state")
    assert {it[1:] for it in states} == {("proposed", "only proposed")}


def test_a_dossier_leaves_nothing_out_that_a_passage_states_of_the_thing(project: Project) -> None:
    composer = compose(project)
    for what in KINDS:
        thing = resolve(composer.store, what)
        stating = {it.graph for it in find_facts(composer.store, thing) if is_stated(it)}
        stating |= {it.graph for it in find_facts(composer.store, value=thing) if is_stated(it)}
        cited = {source.passage for source in make_dossier(composer, thing).sources}
        # a fact that several passages state may be proved by the first of them that suffices
        told = {fact for fact in find_facts(composer.store, value=thing) if is_stated(fact) and fact.graph not in cited}
        for fact in told:
            others = find_facts(composer.store, fact.subject, fact.predicate, fact.value)
            assert {it.graph for it in others} & cited, fact
        assert stating


def test_every_chapter_is_a_part_of_some_dossier(project: Project, store: Store) -> None:
    questions = list_questions(project)
    told = set()
    for what in [*KINDS, "Trafficking Project", "Workshop on Anti-trafficking Initiatives"]:
        thing = resolve(store, what)
        found = list_chapters(store, thing, questions)
        assert found == list_chapters(store, thing, list_chaptered(project, list_types(store, thing)))
        told |= {(question.name, chapter.parameter) for question, chapter in found}
    assert told == {(question.name, chapter.parameter) for question in questions for chapter in question.chapters}


@pytest.mark.parametrize(
    ("whole", "called", "member"),
    [
        ("CIM", "its organs", "Assembly of Delegates"),
        ("CIM", "its offices", "Executive Secretary"),
        ("OAS", "its bodies", "Inter-American Commission of Women"),
        ("OAS", "its members", "Argentina"),
        ("Phase II of the Trafficking Project", "its parts", "Phase II in the Caribbean"),
        ("Meeting in Mexico on Stages I and II", "its objectives", "To present what Stage I found"),
        ("AG/RES. 1948 (XXXIII-O/03)", "it came out of", "XXXIII General Assembly of the OAS"),
        ("New York Times", "it published", "Putting the Sex Trade on Notice"),
    ],
)
def test_a_dossier_names_what_is_said_to_belong_to_its_thing(
    whole: str, called: str, member: str, project: Project
) -> None:
    identity = show_pairs(find_section(make_paper(project, whole), "What it is"), "property", "value")
    assert member in identity[called]


def test_a_column_that_only_says_what_the_dossier_is_of_is_left_out(project: Project) -> None:
    heading, secretariat = "Mandates and what became of them", f"Permanent Secretariat of the {CIM}"
    assert "addressee" not in find_section(make_paper(project, secretariat), heading).columns
    addressees = show_lines(find_section(make_paper(project, CIM), heading), "addressee")
    assert {it for (it,) in addressees} == {CIM, secretariat}


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_passage_is_shown_by_its_citation_with_what_it_states(project: Project, language: str) -> None:
    composer = compose(project, language)
    passage = resolve(composer.store, "CIM report of 2004, section V, Project activities, paragraph 2")
    paper = make_dossier(composer, passage)
    (section,) = (it for it in paper.sections if it.columns == ("what", "property", "value"))
    told = {term for line in section.lines for cell in line.terms for term in cell}
    assert {NamedNode(ID + "government.mexico"), NamedNode(CONCEPT + "funding-status.announced")} <= told
    assert all(paper.sources[line.sources[0] - 1].passage == passage for line in section.lines)
    assert not any(it.columns[:1] == ("what",) for it in make_paper(project, "CICAD", language).sections)
