"""Dossiers, mandates followed through, introductions, the annex: what they hold, and that every line is proved."""

import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from cim_kg.annexes import make_annex
from cim_kg.catalog import list_chaptered, list_questions
from cim_kg.documents import write_document
from cim_kg.dossiers import list_chapters, list_types, make_dossier
from cim_kg.errors import InputError, UnknownNameError, ValueKindError
from cim_kg.followups import follow_mandates
from cim_kg.introductions import COMMON, Introduction, choose_pairs, find_introductions, introduce
from cim_kg.names import resolve
from cim_kg.namespaces import CONCEPT, ID, ONTOLOGY, UNIT_OF, XSD
from cim_kg.pages import write_paper
from cim_kg.papers import Composer, Entry, Paper, Section, gather
from cim_kg.periods import read_period
from cim_kg.places import Project
from cim_kg.records import encode_paper
from cim_kg.renderings import write_paper_markdown, write_paper_text
from cim_kg.store import find_facts, is_stated, load_store
from cim_kg.translations import LANGUAGES, read_translator, translate_knowledge
from cim_kg.versions import read_versions
from cim_kg.weights import Component, read_components
from tests.conftest import Run

Compose = Callable[..., Composer]
EVERY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
CIM = "Inter-American Commission of Women"
KINDS = ["CICAD", "AG/RES. 1948 (XXXIII-O/03)", "Phase II of the Trafficking Project", "Mexico"]


@pytest.fixture(scope="module")
def compose(project: Project, store: Store) -> Compose:
    stores = {}

    def make(language: str = "en", asked: Store | None = None) -> Composer:
        if asked is None and language not in stores:
            stores[language] = load_store(project)
            translate_knowledge(stores[language], project, language)
        questions = {question.name: question for question in list_questions(project)}
        chosen = asked if asked is not None else stores[language]
        return Composer(chosen, read_translator(project, language), questions, {}, read_versions(project))

    return make


def find_section(paper: Paper, heading: str) -> Section:
    return next(section for section in paper.sections if section.heading == heading)


def show_lines(section: Section, *columns: str) -> list[tuple[str, ...]]:
    places = [section.columns.index(column) for column in columns]
    return [tuple(line.cells[i] for i in places) for line in section.lines]


def show_pairs(section: Section, name: str, value: str) -> dict[str, str]:
    return {line[0]: line[1] for line in show_lines(section, name, value)}


def make(compose: Compose, what: str, language: str = "en") -> Paper:
    composer = compose(language)
    match what:
        case "mandates":
            return follow_mandates(composer, None)
        case "annex":
            return make_annex(composer, NamedNode(ID + "org.cim"), read_period("2003-06", "2004-06"))
        case "introductions":
            components = read_components(Path(__file__).parent.parent / "queries" / "introductions.toml")
            found = find_introductions(composer, components)
            chosen = choose_pairs(composer.store, found, NamedNode(ID + "org.bscc"))
            return introduce(composer, chosen, components, 10)
        case _:
            return make_dossier(composer, resolve(composer.store, what))


PAPERS = pytest.mark.parametrize("what", [*KINDS, "mandates", "annex", "introductions"])


@PAPERS
def test_every_line_has_a_source_that_is_listed(compose: Compose, what: str) -> None:
    paper = make(compose, what)
    numbers = {source.number for source in paper.sources}
    lines = [line for section in paper.sections for line in section.lines]
    assert lines
    assert all(line.sources and numbers.issuperset(line.sources) for line in lines)
    assert numbers == {number for line in lines for number in line.sources}
    assert all(source.citation for source in paper.sources)


@PAPERS
@EVERY_LANGUAGE
def test_a_paper_says_the_same_in_every_language(compose: Compose, what: str, language: str) -> None:
    english, other = make(compose, what), make(compose, what, language)
    sizes = [sorted((it.about, it.columns, len(it.lines)) for it in paper.sections) for paper in (english, other)]
    assert sizes[0] == sizes[1]
    assert {it.passage for it in other.sources} == {it.passage for it in english.sources}
    if language != "en":
        assert other.title != english.title or what in KINDS
        assert all(one.heading != two.heading for one, two in zip(english.sections, other.sections, strict=True)) or (
            what == "introductions"
        )


def test_the_dossier_of_an_actor_has_its_roles_partners_and_countries(compose: Compose) -> None:
    paper = make(compose, "CICAD")
    assert show_lines(find_section(paper, "Roles and activities"), "date", "role") == [
        ("October 6\u2009–\u20098, 2003", "coordinator")
    ]
    partners = {partner for (partner,) in show_lines(find_section(paper, "Partners"), "partner")}
    assert "Inter-American Commission of Women" in partners
    assert show_lines(find_section(paper, "Countries"), "country") == [("Mexico",)]
    identity = show_pairs(find_section(paper, "What it is"), "property", "value")
    assert identity["part of the organization"] == "Organization of American States"
    assert "Money" in paper.silent


def test_a_year_that_a_text_leaves_out_stands_in_brackets_in_a_dossier_too(compose: Compose) -> None:
    roles = show_pairs(find_section(make(compose, "CIM"), "Roles and activities"), "activity", "date")
    assert roles["Workshop on Anti-trafficking Initiatives"] == "June 18, [2003]"
    assert roles["Special meeting with missions from the Caribbean"] == "February 18, 2004"
    section = find_section(make(compose, "Mexico"), "What is done in the country, and where it took part")
    done = show_pairs(section, "activity", "date")
    assert done["Meeting in Mexico on Stages I and II"] == "September 29\u2009–\u2009October 1, [2003]"
    assert done["Phase II of the Trafficking Project"] == "“since”"


def test_a_body_shows_its_organs_its_mandates_and_its_money(compose: Compose) -> None:
    paper = make(compose, "CIM")
    identity = show_pairs(find_section(paper, "What it is"), "property", "value")
    assert "Assembly of Delegates" in identity["its organs"]
    assert "Executive Secretary" in identity["its offices"]
    states = show_lines(find_section(paper, "Mandates and what became of them"), "mandate", "state")
    assert ("To widen its research to other member states.", "fulfilled") in states
    assert show_lines(find_section(paper, "Money"), "as", "funder")


def test_the_dossier_of_an_instrument_goes_through_its_paragraphs(compose: Compose) -> None:
    paper = make(compose, "Draft resolution of 2004 on trafficking in persons")
    numbers = [number for (number,) in show_lines(find_section(paper, "Paragraphs"), "number") if number]
    assert numbers == sorted(numbers)
    assert set(numbers) == {"1", "2", "3", "4", "5", "6"}
    states = show_lines(find_section(paper, "Mandates and what became of them"), "verb", "standing", "state")
    assert {it[1:] for it in states} == {("proposed", "only proposed")}


def test_a_dossier_leaves_nothing_out_that_a_passage_states_of_the_thing(compose: Compose) -> None:
    composer = compose()
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


# mandates


def add(store: Store, passage: str, *triples: tuple[str, str, NamedNode | Literal]) -> Store:
    """A copy of the store in which a passage states more."""
    changed = Store()
    changed.bulk_extend(store)
    for subject, predicate, value in triples:
        for graph in (NamedNode(f"https://w3id.org/cim-kg/passage/cim-report-2004/{passage}"), DefaultGraph()):
            changed.add(Quad(NamedNode(ID + subject), NamedNode(ONTOLOGY + predicate), value, graph))
    return changed


def read_state(composer: Composer, mandate: str) -> set[str]:
    answer = composer.answer("mandate-states").answer
    at, state = answer.columns.index("mandate"), answer.columns.index("state")
    return {
        row[state].value.removeprefix(f"{CONCEPT}answer.")  # type: ignore[union-attr]
        for row in answer.rows
        if row[at] == NamedNode(ID + mandate)
    }


def test_a_mandate_due_after_the_period_is_said_to_be(compose: Compose, store: Store) -> None:
    mandate, session = "mandate.ag-res-1948.report-to-general-assembly", "event.general-assembly-thirty-fourth"
    assert read_state(compose(), mandate) == {"nothing-recorded"}
    day = NamedNode(XSD + "date")

    def dated(first: str) -> Store:
        bounds = [("date.invented", it, Literal(first, datatype=day)) for it in ("earliest", "latest")]
        return add(store, "01.04", (session, "date", NamedNode(ID + "date.invented")), *bounds)

    assert read_state(compose(asked=dated("2004-07-01")), mandate) == {"due-later"}
    assert read_state(compose(asked=dated("2004-06-30")), mandate) == {"nothing-recorded"}


def test_what_fulfils_a_mandate_comes_before_its_deadline(compose: Compose, store: Store) -> None:
    mandate = "mandate.ag-res-1948.report-to-general-assembly"
    fulfilled = add(store, "02.02", ("phase.phase-ii", "fulfils", NamedNode(ID + mandate)))
    assert read_state(compose(asked=fulfilled), mandate) == {"fulfilled"}


def test_every_mandate_has_a_state_whatever_a_second_source_covers(compose: Compose, store: Store) -> None:
    every = {it.subject for it in find_facts(store, predicate=NamedNode(ONTOLOGY + "mandateOf"))}
    covers = ("scope.other", "covers", NamedNode(CONCEPT + "covered.mandate-implementation"))
    other = add(store, "01.05", covers, ("scope.other", "concerns", NamedNode(ID + "resolution.cim-res-225")))
    for asked in (store, other):
        composer = compose(asked=asked)
        told = {fields["mandate"] for fields, _ in composer.list_rows("mandate-states")}
        assert told == every


@pytest.mark.parametrize("second", [False, True], ids=["one scope", "two scopes"])
def test_a_mandate_is_in_one_state_only(second: bool, compose: Compose, store: Store) -> None:
    covers = ("scope.other", "covers", NamedNode(CONCEPT + "covered.mandate-implementation"))
    asked = add(store, "01.05", covers, ("scope.other", "concerns", NamedNode(ID + "org.cim"))) if second else store
    answer = compose(asked=asked).answer("mandate-states").answer
    at, addressee, state = (answer.columns.index(it) for it in ("mandate", "addressee", "state"))
    states: dict[object, set[object]] = {}
    for row in answer.rows:
        states.setdefault((row[at], row[addressee]), set()).add(row[state])
    assert all(len(found) == 1 for found in states.values())


def test_the_scorecard_counts_the_mandates_of_each_addressee(compose: Compose) -> None:
    paper = make(compose, "mandates")
    card = {line.cells[0]: line.cells[1:] for line in find_section(paper, "Scorecard by addressee").lines}
    headings = find_section(paper, "Scorecard by addressee").headings
    assert headings[1:] == ("fulfilled", "reported under the instrument", "nothing recorded", "only proposed")
    assert card["Permanent Secretariat of the Inter-American Commission of Women"] == ("2", "2", "", "1")
    assert card["OAS member states"] == ("", "", "2", "1")


def test_the_breaks_of_the_chain_have_a_section_each(compose: Compose) -> None:
    headings = [it.heading for it in make(compose, "mandates").sections]
    assert headings[-4:] == [
        "Mandates without an activity that fulfils them",
        "Activities without a mandate",
        "Activities without recorded money",
        "Money without an activity",
    ]


def test_the_mandates_of_one_actor_are_those_of_its_organs_too(compose: Compose) -> None:
    paper = follow_mandates(compose(), NamedNode(ID + "org.cim"))
    addressees = {it for (it,) in show_lines(find_section(paper, "Scorecard by addressee"), "addressee")}
    assert addressees == {
        "Inter-American Commission of Women",
        "Permanent Secretariat of the Inter-American Commission of Women",
    }


# introductions


@pytest.fixture(scope="module")
def components(project: Project) -> list[Component]:
    return read_components(project.weights)


@pytest.fixture(scope="module")
def introductions(compose: Compose, components: list[Component]) -> list[Introduction]:
    return find_introductions(compose(), components)


def test_those_who_are_introduced_have_not_met_and_share_something(
    compose: Compose, introductions: list[Introduction]
) -> None:
    answer = compose().answer("involvement").answer
    involved: dict[object, set[object]] = {}
    for row in answer.rows:
        involved.setdefault(row[0], set()).add(row[2])
    assert introductions
    for pair in introductions:
        assert pair.score > 0
        assert not involved.get(pair.one, set()) & involved.get(pair.other, set())
        for way in pair.ways_in:
            assert involved[way.body] & involved[pair.one]
            assert involved[way.body] & involved[pair.other]


def test_who_announces_money_for_an_activity_is_involved_in_it(introductions: list[Introduction]) -> None:
    pairs = {frozenset((pair.one.value, pair.other.value)) for pair in introductions}
    assert {ID + "government.mexico", ID + "org.iom"} not in pairs


def test_pairs_stand_in_the_same_order_in_every_language(compose: Compose, components: list[Component]) -> None:
    english, spanish = (find_introductions(compose(it), components) for it in ("en", "es"))
    assert [(it.one, it.other) for it in english] == [(it.one, it.other) for it in spanish]


def test_a_page_says_how_many_pairs_it_leaves_out(
    compose: Compose, components: list[Component], introductions: list[Introduction]
) -> None:
    paper = introduce(compose(), introductions, components, 3)
    assert len(paper.sections) == 3
    assert f"These are the first 3 of {len(introductions)}." in paper.lead
    whole = introduce(compose(), introductions[:3], components, 3)
    assert not any("the first" in it for it in whole.lead)


def test_the_score_is_the_sum_of_what_is_shared(introductions: list[Introduction]) -> None:
    assert [pair.score for pair in introductions] == sorted((pair.score for pair in introductions), reverse=True)
    for pair in introductions:
        assert pair.score == sum(share.component.weight * len(share.things) for share in pair.shares)
        assert all(passages for share in pair.shares for passages in share.things.values())


def test_wholes_are_not_paired_with_their_parts(introductions: list[Introduction]) -> None:
    pairs = {frozenset((pair.one.value, pair.other.value)) for pair in introductions}
    oas = ID + "org.oas"
    parts = ("org.cim", "org.cicad", "organ.oas-permanent-council", "organ.oas-general-secretariat")
    assert not pairs & {frozenset((oas, ID + part)) for part in parts}
    standing = {name for pair in pairs for name in pair}
    assert not standing & {ID + "organ.cim-permanent-secretariat", ID + "office.cim-executive-secretary"}


def test_what_more_than_a_third_of_the_pairs_share_scores_nothing(
    compose: Compose, components: list[Component], introductions: list[Introduction]
) -> None:
    shared = {thing.value for pair in introductions for share in pair.shares for thing in share.things}
    assert CONCEPT + "theme.trafficking" not in shared
    assert CONCEPT + "theme.women-and-children" in shared
    relations = [Component("role", 1, "involvement", "relation", "most take part, two in a part")]
    told = find_introductions(compose(), relations)
    assert {thing.value for pair in told for share in pair.shares for thing in share.things} == {ONTOLOGY + "partOf"}
    counts = Counter(thing for pair in introductions for share in pair.shares for thing in share.things)
    bodies = {row[0] for row in compose().answer("involvement").answer.rows}
    assert max(counts.values()) * COMMON <= len(bodies) * (len(bodies) - 1) / 2


def test_a_weight_of_nothing_leaves_a_component_out(compose: Compose, tmp_path: Path, project: Project) -> None:
    path = tmp_path / "weights.toml"
    text = project.weights.read_text(encoding="utf-8")
    text = re.sub(r"weight = \d", "weight = 0", text).replace("[country]\nweight = 0", "[country]\nweight = 7")
    path.write_text(text, encoding="utf-8")
    found = find_introductions(compose(), read_components(path))
    assert {share.component.name for pair in found for share in pair.shares} == {"country"}
    assert {pair.score % 7 for pair in found} == {0}


_WEIGHED = '[country]\nquestion = "actor-countries"\ncolumn = "country"\nwhy = "w"\n'


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[country\n", "cannot be read as TOML"),
        ("", "has no component"),
        ("[country]\nweight = 1\n", "is not in form"),
        ("country = 2\n", "is not in form"),
        *((f"{_WEIGHED}weight = {weight}\n", "below 0") for weight in ('"much"', -1, "nan", "inf", "true")),
        (f"{_WEIGHED}weight = 1\nweigth = 2\n", "is not in form"),
        (f'{_WEIGHED}weight = 1\nrelations = "x"\n', "relations as a list"),
        (f'{_WEIGHED}weight = 1\nrelations = ["answer.own-contry"]\n', "no concept “concept/answer.own-contry”"),
        (f"{_WEIGHED}weight = 1\n".replace("actor-countries", "no-such"), "no question “no-such”"),
        (f"{_WEIGHED}weight = 1\n".replace('"country"', '"c"'), "no column “c”"),
        (f"{_WEIGHED}weight = 1\n".replace('"country"', '""'), "as texts"),
        (
            '[g]\nweight = 1\nquestion = "actor-target-groups"\ncolumn = "group"\nwhy = "w"\nrelations = ["r"]\n',
            "no column “relation”",
        ),
    ],
)
def test_a_file_of_weights_that_is_not_in_form_is_refused(
    text: str, complaint: str, compose: Compose, tmp_path: Path
) -> None:
    path = tmp_path / "weights.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=complaint):
        find_introductions(compose(), read_components(path))


def test_an_office_is_introduced_as_its_body(compose: Compose, introductions: list[Introduction]) -> None:
    composer = compose()
    office, body = (NamedNode(ID + it) for it in ("office.iom-project-officer", "org.iom"))
    chosen = choose_pairs(composer.store, introductions, office)
    assert chosen
    assert chosen == choose_pairs(composer.store, introductions, body)


# the annex


def test_the_annex_lists_activities_in_order_with_place_role_and_partners(compose: Compose) -> None:
    section = find_section(make(compose, "annex"), "Activities in order")
    lines = show_lines(section, "date", "activity", "place", "role")
    assert lines[0] == (
        "June 18, [2003]",
        "Workshop on Anti-trafficking Initiatives",
        "Headquarters of the Inter-American Development Bank",
        "moderator; participant; presenter",
    )
    assert [it[0] for it in lines].index("without a date") == len(lines) - 4
    assert "Phase I of the Trafficking Project" not in {it[1] for it in lines}
    assert len({it[1] for it in lines}) == len(lines) == 12


def test_the_annex_says_who_took_part_in_which_role_and_in_which_part(compose: Compose) -> None:
    paper = make(compose, "annex")
    lines = show_lines(find_section(paper, "Who took part"), "activity", "part", "role", "who")
    workshop, phase = "Workshop on Anti-trafficking Initiatives", "Phase II of the Trafficking Project"
    assert (workshop, f"Panel of the {workshop}", "moderator", CIM) in lines
    assert (phase, "Phase II in the Caribbean", "executing agency", "International Organization for Migration") in lines
    meeting = {role: who for activity, *_, role, who in lines if activity == "Meeting in Mexico on Stages I and II"}
    assert meeting["coordinator"].startswith("CIM Principal Delegate (of the meeting in Mexico); ")
    order = [it for (it,) in show_lines(find_section(paper, "Activities in order"), "activity")]
    assert list(dict.fromkeys(activity for activity, *_ in lines)) == order


def test_a_mandate_that_is_addressed_to_two_is_one_line(compose: Compose) -> None:
    lines = show_lines(find_section(make(compose, "annex"), "Open mandates"), "addressee", "recipient")
    assert (f"{CIM}; Permanent Secretariat of the {CIM}", "Permanent Council of the OAS") in lines
    modalities = show_pairs(find_section(make(compose, "annex"), "Open mandates"), "addressee", "modality")
    assert modalities["OAS member states"] == "urge"


def test_the_annex_says_that_nothing_after_its_sources_is_known(compose: Compose) -> None:
    end = "The last source came out on April 5, 2004; what happened later is in none."
    assert end in make(compose, "annex").lead
    paper = make_annex(compose(), NamedNode(ID + "org.cim"), read_period("2003-06", "2004-03"))
    assert not any("came out" in it for it in paper.lead)


def test_a_part_that_is_dated_after_the_period_is_no_gap_of_it(compose: Compose) -> None:
    def list_gaps(first: str, last: str) -> set[str]:
        paper = make_annex(compose(), NamedNode(ID + "org.cim"), read_period(first, last))
        return {it for (it,) in show_lines(find_section(paper, "Activities without recorded money"), "activity")}

    assert "Phase II in other countries" not in list_gaps("2003-06", "2004-06")
    assert "Phase II in other countries" in list_gaps("2003-06", "2004-12")


def test_the_annex_has_the_money_that_its_instruments_ask_for(compose: Compose) -> None:
    money = show_lines(find_section(make(compose, "annex"), "Money"), "funder", "purpose", "standing")
    assert {funder for funder, purpose, standing in money if "Coordinator" in purpose and standing == "in force"} == {
        "OAS member states",
        "other external resources",
    }


def test_the_annex_has_what_is_observed_and_the_work_of_the_phases(compose: Compose) -> None:
    paper = make(compose, "annex")
    assert len(find_section(paper, "What is observed").lines) == 11
    work = show_lines(find_section(paper, "Work of the phases"), "work", "place")
    assert ("training", "Belize") in work
    (later,) = (
        it.lines
        for it in make_annex(compose(), NamedNode(ID + "org.cim"), read_period("2003-10", "2003-10")).sections
        if it.heading == "What is observed"
    )
    assert len(later) == 1


def test_a_paper_says_that_names_without_a_confirmed_form_stay_english(compose: Compose) -> None:
    assert (
        "Los nombres que no tienen una forma confirmada en español figuran en inglés."
        in make(compose, "annex", "es").lead
    )
    assert not any("confirmed form" in it for it in make(compose, "annex").lead)
    haiti = make_dossier(compose("es"), NamedNode(ID + "country.haiti"))
    assert not any("confirmada" in it for it in haiti.lead)


def test_the_annex_leaves_out_what_lies_outside_its_period(compose: Compose) -> None:
    paper = make_annex(compose(), NamedNode(ID + "org.cim"), read_period("2003-10", "2003-10"))
    dates = {it[0] for it in show_lines(find_section(paper, "Activities in order"), "date")}
    assert "October 2003" in dates
    assert not any("December" in it or "February" in it for it in dates)
    assert not any(section.heading == "In the media" for section in paper.sections)


def test_what_an_activity_brings_about_in_the_media_later_is_kept(compose: Compose) -> None:
    paper = make_annex(compose(), NamedNode(ID + "org.cim"), read_period("2003-12", "2003-12"))
    media = find_section(paper, "In the media")
    assert show_lines(media, "date", "item") == [("January 9, 2004", "Putting the Sex Trade on Notice")]


def test_every_section_of_the_annex_tells_of_what_its_list_of_activities_holds(compose: Compose) -> None:
    composer = compose()
    paper = make_annex(composer, NamedNode(ID + "org.cim"), read_period("2003-10", "2003-10"))
    listed = {term for line in find_section(paper, "Activities in order").lines for term in line.terms[1]}
    parts = {
        fact.subject
        for fact in find_facts(composer.store, predicate=NamedNode(ONTOLOGY + "partOf"))
        if fact.value in listed
    }
    for heading in ("By country", "Activities without recorded money"):
        section = find_section(paper, heading)
        told = {term for line in section.lines for term in line.terms[section.columns.index("activity")]}
        assert told
        assert told <= listed | parts, heading


def test_the_annex_says_of_which_days_it_knows_where_it_has_none(compose: Compose, store: Store) -> None:
    undated = resolve(store, "Ministry of Foreign Affairs (meeting on cooperation mechanisms)")
    with pytest.raises(UnknownNameError, match=r"meet one of these: 2003-10-06 to 2003-10-08\.$"):
        make_annex(compose(), undated, read_period("1990", "1990"))
    with pytest.raises(UnknownNameError, match="Name another actor with --actor"):
        make_annex(compose(), resolve(store, "Permanent Council of the OAS"), read_period("1990", "1990"))


def test_the_annex_has_the_recommendations_of_the_report_and_of_its_events(compose: Compose) -> None:
    assert len(find_section(make(compose, "annex"), "Recommendations").lines) == 7
    paper = make_annex(compose(), NamedNode(ID + "org.cim"), read_period("2003-10", "2003-10"))
    told = show_lines(find_section(paper, "Recommendations"), "recommendation")
    assert told == [("To consider that CIM and CICAD act together on the issue.",)]


def test_countries_are_said_to_be_silent_only_where_a_source_claims_to_tell(compose: Compose) -> None:
    def list_silent(actor: str, first: str, last: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
        paper = make_annex(compose(), NamedNode(ID + actor), read_period(first, last))
        cited = {source.number: source.passage.value.rpartition("/")[2] for source in paper.sources}
        return [
            (line.cells, tuple(cited[it] for it in line.sources))
            for line in find_section(paper, "By country").lines
            if "not reported by a source that covers it" in line.cells
        ]

    ((cells, passages),) = list_silent("org.cim", "2003-06", "2004-06")
    assert cells[0].split("; ")[:2] == ["Argentina", "Brazil"]
    assert len(cells[0].split("; ")) == 17
    assert passages == ("01.05",)
    assert list_silent("org.cim", "2001", "2002") == []
    assert list_silent("org.iom", "2003-06", "2004-06") == []


def test_a_claim_without_a_known_time_claims_nothing(compose: Compose, store: Store) -> None:
    damaged = Store()
    period = NamedNode(ID + "date.ag-res-1948-implementation.june-2003-june-2004")
    bounds = {NamedNode(ONTOLOGY + "earliest"), NamedNode(ONTOLOGY + "latest")}
    damaged.bulk_extend(it for it in store if it.subject != period or it.predicate not in bounds)
    paper = make_annex(compose(asked=damaged), NamedNode(ID + "org.cim"), read_period("2003-10", "2003-10"))
    assert "not reported by a source that covers it" not in {
        cell for line in find_section(paper, "By country").lines for cell in line.cells
    }


def test_a_body_of_a_body_of_a_country_makes_it_take_part(compose: Compose) -> None:
    lines = show_lines(find_section(make(compose, "annex"), "By country"), "country", "relation", "activity")
    (told,) = (it for *where, it in lines if where == ["United States of America", "took part"])
    assert "IOM/UNHCR Regional Seminar on Mixed Migratory Flows in the Caribbean" in told.split("; ")


def test_an_organ_of_an_organ_is_the_actor_s_too(compose: Compose, store: Store) -> None:
    mandate, secretariat = "mandate.cim-res-225.continue-research", NamedNode(ID + "organ.cim-permanent-secretariat")
    unit = NamedNode(ID + "organ.invented")
    more = add(store, "01.03", (mandate, "addressee", unit))
    for graph in (NamedNode("https://w3id.org/cim-kg/reference/invented"), DefaultGraph()):
        more.add(Quad(unit, UNIT_OF, secretariat, graph))
    paper = make_annex(compose(asked=more), NamedNode(ID + "org.cim"), read_period("2003-06", "2004-06"))
    assert "organ.invented" in {it for (it,) in show_lines(find_section(paper, "Scorecard by addressee"), "addressee")}


def test_the_annex_of_another_has_nothing_of_cim_alone(compose: Compose) -> None:
    paper = make_annex(compose(), NamedNode(ID + "org.iom"), read_period("2003-06", "2004-06"))
    assert set(paper.silent) >= {"In the media", "Recommendations", "Mandates that are only proposed"}


def test_money_of_a_period_is_for_its_activities_or_asked_by_then(compose: Compose) -> None:
    paper = make_annex(compose(), NamedNode(ID + "org.cim"), read_period("2001", "2002"))
    assert show_lines(find_section(paper, "Money"), "status", "purpose") == [
        ("received", "Phase I of the Trafficking Project")
    ]
    money = find_section(make(compose, "annex"), "Money")
    (recipients,) = {it for status, it in show_lines(money, "status", "recipient") if status == "received"}
    assert recipients == "Inter-American Commission of Women; International Organization for Migration"


def test_a_name_keeps_its_full_stop_and_a_description_within_a_line_does_not(compose: Compose) -> None:
    section = find_section(make(compose, "annex", "es"), "Actividades en orden cronológico")
    places = [it for (it,) in show_lines(section, "place")]
    assert "Washington, D.C.; Organización Internacional para las Migraciones en Washington, D.C." in places


def test_an_instrument_after_the_period_gives_it_no_mandate(compose: Compose) -> None:
    paper = make_annex(compose(), NamedNode(ID + "org.cim"), read_period("2001", "2002"))
    told = {it for (it,) in show_lines(find_section(paper, "Scorecard by addressee"), "addressee")}
    assert told == {"Permanent Secretariat of the Inter-American Commission of Women"}
    assert not any(it.heading == "Open mandates" for it in paper.sections)


@pytest.mark.parametrize(("first", "last"), [("1990-01", "1990-12"), ("2010", "2010")])
def test_a_period_without_facts_says_so(compose: Compose, first: str, last: str) -> None:
    told = r"2001-01-01 to 2001-12-31, 2002-01-01 to 2002-12-31, 2003-06-01 to 2004-06-30\.$"
    with pytest.raises(UnknownNameError, match=rf"from {first}-.* Choose days that meet one of these: {told}"):
        make_annex(compose(), NamedNode(ID + "org.cim"), read_period(first, last))


@pytest.mark.parametrize(
    ("first", "last", "period"),
    [
        ("2003-06", "2004-06", (date(2003, 6, 1), date(2004, 6, 30))),
        ("2004", "2004", (date(2004, 1, 1), date(2004, 12, 31))),
        ("2004-02", "2004-02", (date(2004, 2, 1), date(2004, 2, 29))),
        ("2004-02-03", "2004-02-03", (date(2004, 2, 3), date(2004, 2, 3))),
    ],
)
def test_a_period_goes_from_the_first_day_to_the_last(first: str, last: str, period: tuple[date, date]) -> None:
    found = read_period(first, last)
    assert (found.first, found.last) == period


@given(st.text(max_size=12))
def test_no_words_break_the_reading_of_a_period(words: str) -> None:
    try:
        period = read_period(words, words)
    except ValueKindError:
        return
    assert period.first <= period.last


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueKindError, match="comes before"):
        read_period("2004", "2003")


# renderings


@PAPERS
@EVERY_LANGUAGE
def test_a_paper_is_told_in_each_format(compose: Compose, what: str, language: str, project: Project) -> None:
    paper = make(compose, what, language)
    cell = paper.sections[0].lines[0].cells[-1] or "–"
    for width in (40, 120):
        lines = write_paper_text(paper, width).splitlines()
        assert all(len(line) <= width for line in lines if " " in line.strip() and "http" not in line)
    page = write_paper(paper)
    assert f'<html lang="{language}">' in page
    assert page.count("<h2>") == len(paper.sections) + 1
    assert write_paper_markdown(paper).count("\n## ") == len(paper.sections) + 1
    document = Document(io.BytesIO(write_document(paper)))
    assert len(document.tables) == len(paper.sections)
    assert document.tables[0].rows[1].cells[len(paper.sections[0].columns) - 1].text == cell
    schema = json.loads((project.root / "docs" / "schemas" / "paper.json").read_text(encoding="utf-8"))
    encoded = json.loads(json.dumps(encode_paper(compose(language).store, paper)))
    jsonschema.Draft202012Validator(schema).validate(encoded)


def test_a_document_tells_nothing_of_the_machine_that_made_it(compose: Compose) -> None:
    packed = write_document(make(compose, "CICAD"))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert {it.date_time for it in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert packed == write_document(make(compose, "CICAD"))


def test_a_document_holds_a_name_that_xml_cannot(compose: Compose) -> None:
    paper = make(compose, "CICAD")
    document = Document(io.BytesIO(write_document(replace(paper, title="Soft\u00adhyphen\x00\x1f\ufffe"))))
    assert document.paragraphs[0].text == "Soft\u00adhyphen   "


def test_entries_that_begin_alike_become_one() -> None:
    a, b, c = (Literal(it) for it in "abc")
    passages = tuple(NamedNode(f"https://w3id.org/cim-kg/passage/x/{it}") for it in "12")
    entries = [Entry(((a,), (b,)), passages[:1]), Entry(((a,), (c,)), passages[1:]), Entry(((c,), ()), passages[:1])]
    assert gather(entries, (0,)) == (Entry(((a,), (b, c)), passages), Entry(((c,), ()), passages[:1]))


@pytest.mark.parametrize("name", ["annex.docx", "annex.html", "annex.md"])
def test_the_annex_has_the_same_bytes_under_two_hash_seeds(run: Run, tmp_path: Path, name: str) -> None:
    written = []
    for seed in "01":
        options = ("--from", "2003-06", "--to", "2004-06", "--lang", "pt", "-o", name)
        assert run("annex", *options, env={"PYTHONHASHSEED": seed}).returncode == 0
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1]
