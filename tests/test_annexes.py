"""The annex of an annual report: what belongs to its period and its actor, and what does not."""

from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from cim_kg.annexes import make_annex
from cim_kg.errors import UnknownNameError
from cim_kg.names import resolve
from cim_kg.namespaces import ID, ONTOLOGY, UNIT_OF
from cim_kg.periods import read_period
from cim_kg.places import Project
from cim_kg.store import find_facts
from tests.conftest import Run
from tests.papers import CIM, add, compose, find_section, make_paper, show_lines, show_pairs


def test_the_annex_lists_activities_in_order_with_place_role_and_partners(project: Project) -> None:
    section = find_section(make_paper(project, "annex"), "Activities in order")
    lines = show_lines(section, "date", "activity", "place", "role")
    assert lines[0] == (
        "June 18, [2003]",
        "Workshop on Anti-trafficking Initiatives",
        "Headquarters of the Inter-American Development Bank",
        "moderator; participant; presenter",
    )
    assert {it[0] for it in lines[-4:]} == {"without a date (June 2003\u2009–\u2009June 2004)"}
    assert "Phase I of the Trafficking Project" not in {it[1] for it in lines}
    assert len({it[1] for it in lines}) == len(lines) == 12


def test_the_annex_says_who_took_part_in_which_role_and_in_which_part(project: Project) -> None:
    paper = make_paper(project, "annex")
    lines = show_lines(find_section(paper, "Who took part or was invited"), "activity", "part", "role", "who")
    workshop, phase = "Workshop on Anti-trafficking Initiatives", "Phase II of the Trafficking Project"
    assert (workshop, f"Panel of the {workshop}", "moderator", CIM) in lines
    assert (phase, "Phase II in the Caribbean", "executing agency", "International Organization for Migration") in lines
    meeting = {role: who for activity, *_, role, who in lines if activity == "Meeting in Mexico on Stages I and II"}
    assert meeting["coordinator"].startswith("CIM Principal Delegate (of the meeting in Mexico); ")
    order = [it for (it,) in show_lines(find_section(paper, "Activities in order"), "activity")]
    assert list(dict.fromkeys(activity for activity, *_ in lines)) == order


def test_a_mandate_that_is_addressed_to_two_is_one_line(project: Project) -> None:
    lines = show_lines(find_section(make_paper(project, "annex"), "Open mandates"), "addressee", "recipient")
    assert (f"{CIM}; Permanent Secretariat of the {CIM}", "Permanent Council of the OAS") in lines
    modalities = show_pairs(find_section(make_paper(project, "annex"), "Open mandates"), "addressee", "modality")
    assert modalities["OAS member states"] == "urge"


def test_the_annex_says_that_nothing_after_its_sources_is_known(project: Project) -> None:
    end = "The last source came out on April 5, 2004; what happened later is in none."
    assert end in make_paper(project, "annex").lead
    paper = make_annex(compose(project), NamedNode(ID + "org.cim"), read_period("2003-06", "2004-03"))
    assert not any("came out" in it for it in paper.lead)


def test_a_part_that_is_dated_after_the_period_is_no_gap_of_it(project: Project) -> None:
    def list_gaps(first: str, last: str) -> set[str]:
        paper = make_annex(compose(project), NamedNode(ID + "org.cim"), read_period(first, last))
        return {it for (it,) in show_lines(find_section(paper, "Activities without recorded money"), "activity")}

    assert "Phase II in other countries" not in list_gaps("2003-06", "2004-06")
    assert "Phase II in other countries" in list_gaps("2003-06", "2004-12")


def test_the_annex_has_the_money_that_its_instruments_ask_for(project: Project) -> None:
    money = show_lines(find_section(make_paper(project, "annex"), "Money"), "funder", "purpose", "standing")
    assert {funder for funder, purpose, standing in money if "Coordinator" in purpose and standing == "in force"} == {
        "OAS member states",
        "other external resources",
    }


def test_the_annex_has_what_is_observed_and_the_work_of_the_phases(project: Project) -> None:
    paper = make_paper(project, "annex")
    assert len(find_section(paper, "What is observed").lines) == 11
    work = show_lines(find_section(paper, "Work of the phases"), "work", "place")
    assert ("training", "Belize") in work
    (later,) = (
        it.lines
        for it in make_annex(compose(project), NamedNode(ID + "org.cim"), read_period("2003-10", "2003-10")).sections
        if it.heading == "What is observed"
    )
    assert len(later) == 1


def test_the_annex_leaves_out_what_lies_outside_its_period(project: Project) -> None:
    paper = make_annex(compose(project), NamedNode(ID + "org.cim"), read_period("2003-10", "2003-10"))
    dates = {it[0] for it in show_lines(find_section(paper, "Activities in order"), "date")}
    assert "October 2003" in dates
    assert not any("December" in it or "February" in it for it in dates)
    assert not any(section.heading == "In the media" for section in paper.sections)


def test_what_an_activity_brings_about_in_the_media_later_is_kept(project: Project) -> None:
    paper = make_annex(compose(project), NamedNode(ID + "org.cim"), read_period("2003-12", "2003-12"))
    media = find_section(paper, "In the media")
    assert show_lines(media, "date", "item") == [("January 9, 2004", "Putting the Sex Trade on Notice")]


def test_every_section_of_the_annex_tells_of_what_its_list_of_activities_holds(project: Project) -> None:
    composer = compose(project)
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


def test_the_annex_says_of_which_days_it_knows_where_it_has_none(project: Project, store: Store) -> None:
    undated = resolve(store, "Ministry of Foreign Affairs (meeting on cooperation mechanisms)")
    with pytest.raises(UnknownNameError, match=r"meet one of these: 2003-10-06 to 2003-10-08\.$"):
        make_annex(compose(project), undated, read_period("1990", "1990"))
    with pytest.raises(UnknownNameError, match="Name another actor with --actor"):
        make_annex(compose(project), resolve(store, "Permanent Council of the OAS"), read_period("1990", "1990"))


def test_the_annex_has_the_recommendations_of_the_report_and_of_its_events(project: Project) -> None:
    assert len(find_section(make_paper(project, "annex"), "Recommendations").lines) == 7
    paper = make_annex(compose(project), NamedNode(ID + "org.cim"), read_period("2003-10", "2003-10"))
    told = show_lines(find_section(paper, "Recommendations"), "recommendation")
    assert told == [("To consider that CIM and CICAD act together on the issue.",)]


def test_the_annex_says_what_was_presented_on_what(project: Project) -> None:
    lines = show_lines(
        find_section(make_paper(project, "annex"), "What was presented"), "event", "presentation", "subject"
    )
    assert len(lines) == len({event for event, *_ in lines}) == 5
    (findings,) = (it for event, *it in lines if event.startswith("First Inter-American Meeting"))
    assert findings == [
        "Findings of the earlier research.",
        "Phase I of the Trafficking Project; research and studies; trafficking in persons",
    ]
    (seminar,) = (it for event, *it in lines if event.startswith("IOM/UNHCR"))
    assert seminar[0] == ""  # no passage names it


def test_what_has_no_date_is_said_to_lie_perhaps_outside(project: Project) -> None:
    note = "What has no date falls somewhere in the time of the report, perhaps outside the period."
    whole = find_section(make_paper(project, "annex"), "Activities in order").reading
    assert note not in whole
    summer = make_annex(compose(project), NamedNode(ID + "org.cim"), read_period("2003-07", "2003-08"))
    assert note in find_section(summer, "Activities in order").reading
    casa = make_annex(compose(project), NamedNode(ID + "org.casa-alianza"), read_period("2003-06", "2004-06"))
    assert find_section(casa, "Activities in order").reading == ""  # no phase, nothing outside


def test_a_country_that_a_phase_reaches_by_its_region_only_is_said_to_be(project: Project) -> None:
    lines = show_lines(find_section(make_paper(project, "annex"), "By country"), "country", "relation", "activity")
    assert ("Cuba", "through a region only", "Phase II of the Trafficking Project") in lines
    assert not any("Jamaica" in country for country, relation, _ in lines if relation == "through a region only")


def test_countries_are_said_to_be_silent_only_where_a_source_claims_to_tell(project: Project) -> None:
    def list_silent(actor: str, first: str, last: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
        paper = make_annex(compose(project), NamedNode(ID + actor), read_period(first, last))
        cited = {source.number: source.passage.value.rpartition("/")[2] for source in paper.sources}
        return [
            (line.cells, tuple(cited[it] for it in line.sources))
            for line in find_section(paper, "By country").lines
            if "not reported by a source that covers it" in line.cells
        ]

    ((cells, passages),) = list_silent("org.cim", "2003-06", "2004-06")
    assert cells[0].split("; ")[:2] == ["Argentina", "Brazil"]
    assert len(cells[0].split("; ")) == 12
    assert passages == ("01.05",)
    assert list_silent("org.cim", "2001", "2002") == []
    assert list_silent("org.iom", "2003-06", "2004-06") == []


def test_a_claim_without_a_known_time_claims_nothing(project: Project, store: Store) -> None:
    damaged = Store()
    period = NamedNode(ID + "date.ag-res-1948-implementation.june-2003-june-2004")
    bounds = {NamedNode(ONTOLOGY + "earliest"), NamedNode(ONTOLOGY + "latest")}
    damaged.bulk_extend(it for it in store if it.subject != period or it.predicate not in bounds)
    paper = make_annex(compose(project, asked=damaged), NamedNode(ID + "org.cim"), read_period("2003-10", "2003-10"))
    assert "not reported by a source that covers it" not in {
        cell for line in find_section(paper, "By country").lines for cell in line.cells
    }


def test_a_body_of_a_body_of_a_country_makes_it_take_part(project: Project) -> None:
    lines = show_lines(find_section(make_paper(project, "annex"), "By country"), "country", "relation", "activity")
    (told,) = (it for *where, it in lines if where == ["United States of America", "took part"])
    assert "IOM/UNHCR Regional Seminar on Mixed Migratory Flows in the Caribbean" in told.split("; ")


def test_an_organ_of_an_organ_is_the_actor_s_too(project: Project, store: Store) -> None:
    mandate, secretariat = "mandate.cim-res-225.continue-research", NamedNode(ID + "organ.cim-permanent-secretariat")
    unit = NamedNode(ID + "organ.invented")
    more = add(store, "01.03", (mandate, "addressee", unit))
    for graph in (NamedNode("https://w3id.org/cim-kg/reference/invented"), DefaultGraph()):
        more.add(Quad(unit, UNIT_OF, secretariat, graph))
    paper = make_annex(compose(project, asked=more), NamedNode(ID + "org.cim"), read_period("2003-06", "2004-06"))
    assert "organ.invented" in {it for (it,) in show_lines(find_section(paper, "Scorecard by addressee"), "addressee")}


def test_the_annex_of_another_has_nothing_of_cim_alone(project: Project) -> None:
    paper = make_annex(compose(project), NamedNode(ID + "org.iom"), read_period("2003-06", "2004-06"))
    assert set(paper.silent) >= {"In the media", "Recommendations", "Mandates that are only proposed"}


def test_money_of_a_period_is_for_its_activities_or_asked_by_then(project: Project) -> None:
    paper = make_annex(compose(project), NamedNode(ID + "org.cim"), read_period("2001", "2002"))
    assert show_lines(find_section(paper, "Money"), "status", "purpose") == [
        ("received", "Phase I of the Trafficking Project")
    ]
    money = find_section(make_paper(project, "annex"), "Money")
    (recipients,) = {it for status, it in show_lines(money, "status", "recipient") if status == "received"}
    assert recipients == "Inter-American Commission of Women; International Organization for Migration"


def test_an_instrument_after_the_period_gives_it_no_mandate(project: Project) -> None:
    paper = make_annex(compose(project), NamedNode(ID + "org.cim"), read_period("2001", "2002"))
    told = {it for (it,) in show_lines(find_section(paper, "Scorecard by addressee"), "addressee")}
    assert told == {"Permanent Secretariat of the Inter-American Commission of Women"}
    assert not any(it.heading == "Open mandates" for it in paper.sections)


@pytest.mark.parametrize(("first", "last"), [("1990-01", "1990-12"), ("2010", "2010")])
def test_a_period_without_facts_says_so(project: Project, first: str, last: str) -> None:
    told = r"2001-01-01 to 2001-12-31, 2002-01-01 to 2002-12-31, 2003-06-01 to 2004-06-30\.$"
    with pytest.raises(UnknownNameError, match=rf"from {first}-.* Choose days that meet one of these: {told}"):
        make_annex(compose(project), NamedNode(ID + "org.cim"), read_period(first, last))


@pytest.mark.parametrize("name", ["annex.docx", "annex.html", "annex.md"])
def test_the_annex_has_the_same_bytes_under_two_hash_seeds(run: Run, tmp_path: Path, name: str) -> None:
    written = []
    for seed in "01":
        options = ("--from", "2003-06", "--to", "2004-06", "--lang", "pt", "-o", name)
        assert run("annex", *options, env={"PYTHONHASHSEED": seed}).returncode == 0
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1]


def test_an_office_of_an_organ_is_the_actor_s_too(project: Project) -> None:
    paper = make_annex(compose(project), NamedNode(ID + "org.oas"), read_period("2003-06", "2004-12"))
    proposed = show_lines(find_section(paper, "Mandates that are only proposed"), "addressee")
    assert ("Secretary General of the OAS",) in proposed
