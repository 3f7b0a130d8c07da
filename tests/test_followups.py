"""Mandates followed through: each in one state, the scorecard, and where the chain breaks."""

import pytest
from pyoxigraph import Literal, NamedNode, Store

from cim_kg.composers import Composer
from cim_kg.followups import follow_mandates
from cim_kg.namespaces import CONCEPT, ID, ONTOLOGY, XSD
from cim_kg.places import Project
from cim_kg.store import find_facts
from tests.papers import add, compose, find_section, make_paper, show_lines


def read_state(composer: Composer, mandate: str) -> set[str]:
    answer = composer.answer("mandate-states").answer
    at, state = answer.columns.index("mandate"), answer.columns.index("state")
    return {
        row[state].value.removeprefix(f"{CONCEPT}answer.")  # type: ignore[union-attr]
        for row in answer.rows
        if row[at] == NamedNode(ID + mandate)
    }


def test_a_mandate_due_after_the_period_is_said_to_be(project: Project, store: Store) -> None:
    mandate, session = "mandate.ag-res-1948.report-to-general-assembly", "event.general-assembly-thirty-fourth"
    assert read_state(compose(project), mandate) == {"nothing-recorded"}
    day = NamedNode(XSD + "date")

    def dated(first: str) -> Store:
        bounds = [("date.invented", it, Literal(first, datatype=day)) for it in ("earliest", "latest")]
        return add(store, "01.04", (session, "date", NamedNode(ID + "date.invented")), *bounds)

    assert read_state(compose(project, asked=dated("2004-07-01")), mandate) == {"due-later"}
    assert read_state(compose(project, asked=dated("2004-06-30")), mandate) == {"nothing-recorded"}


def test_what_fulfils_a_mandate_comes_before_its_deadline(project: Project, store: Store) -> None:
    mandate = "mandate.ag-res-1948.report-to-general-assembly"
    fulfilled = add(store, "02.02", ("phase.phase-ii", "fulfils", NamedNode(ID + mandate)))
    assert read_state(compose(project, asked=fulfilled), mandate) == {"fulfilled"}


def test_every_mandate_has_a_state_whatever_a_second_source_covers(project: Project, store: Store) -> None:
    every = {it.subject for it in find_facts(store, predicate=NamedNode(ONTOLOGY + "mandateOf"))}
    covers = ("scope.other", "covers", NamedNode(CONCEPT + "covered.mandate-implementation"))
    other = add(store, "01.05", covers, ("scope.other", "concerns", NamedNode(ID + "resolution.cim-res-225")))
    for asked in (store, other):
        composer = compose(project, asked=asked)
        told = {fields["mandate"] for fields, _ in composer.list_rows("mandate-states")}
        assert told == every


@pytest.mark.parametrize("second", [False, True], ids=["one scope", "two scopes"])
def test_a_mandate_is_in_one_state_only(second: bool, project: Project, store: Store) -> None:
    covers = ("scope.other", "covers", NamedNode(CONCEPT + "covered.mandate-implementation"))
    asked = add(store, "01.05", covers, ("scope.other", "concerns", NamedNode(ID + "org.cim"))) if second else store
    answer = compose(project, asked=asked).answer("mandate-states").answer
    at, addressee, state = (answer.columns.index(it) for it in ("mandate", "addressee", "state"))
    states: dict[object, set[object]] = {}
    for row in answer.rows:
        states.setdefault((row[at], row[addressee]), set()).add(row[state])
    assert all(len(found) == 1 for found in states.values())


def test_the_scorecard_counts_the_mandates_of_each_addressee(project: Project) -> None:
    paper = make_paper(project, "mandates")
    card = {line.cells[0]: line.cells[1:] for line in find_section(paper, "Scorecard by addressee").lines}
    headings = find_section(paper, "Scorecard by addressee").headings
    assert headings[1:] == ("fulfilled", "reported under the instrument", "nothing recorded", "only proposed")
    assert card["Permanent Secretariat of the Inter-American Commission of Women"] == ("2", "2", "", "1")
    assert card["OAS member states"] == ("", "", "2", "1")


def test_the_breaks_of_the_chain_have_a_section_each(project: Project) -> None:
    headings = [it.heading for it in make_paper(project, "mandates").sections]
    assert headings[-4:] == [
        "Mandates without an activity that fulfils them",
        "Activities without a mandate",
        "Activities without recorded money",
        "Money without an activity",
    ]


def test_the_mandates_of_one_actor_are_those_of_its_organs_too(project: Project) -> None:
    paper = follow_mandates(compose(project), NamedNode(ID + "org.cim"))
    addressees = {it for (it,) in show_lines(find_section(paper, "Scorecard by addressee"), "addressee")}
    assert addressees == {
        "Inter-American Commission of Women",
        "Permanent Secretariat of the Inter-American Commission of Women",
    }


def test_a_mandate_that_two_activities_fulfil_counts_once(project: Project, store: Store) -> None:
    def read_card(asked: Store) -> list[tuple[str, ...]]:
        paper = follow_mandates(compose(project, asked=asked), None)
        return [line.cells for line in find_section(paper, "Scorecard by addressee").lines]

    fulfilled = NamedNode(ID + "mandate.ag-res-1948.expand-research")
    twice = add(store, "03.05", ("event.mexico-meeting", "fulfils", fulfilled))
    before, after = (compose(project, asked=it).list_rows("mandate-states") for it in (store, twice))
    assert len(after) == len(before) + 1
    assert read_card(twice) == read_card(store)
