"""What a person's words mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from cim_kg.errors import UnknownNameError
from cim_kg.names import label, list_forms, resolve, shorten, show_term
from cim_kg.namespaces import CONCEPT, ID, PASSAGE, SKOS_PREF_LABEL
from cim_kg.suggestions import find_nearest, fold


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=20), st.lists(st.text(max_size=20), max_size=10))
def test_suggestions_are_at_most_three_of_the_known(word: str, known: list[str]) -> None:
    near = find_nearest(word, known)
    assert len(near) <= 3
    assert set(near) <= set(known)


def test_an_ambiguous_name_lists_its_candidates(store: Store) -> None:
    with pytest.raises(UnknownNameError, match=r"several things: draft.fighting.*resolution\.cim-res-225.*Name one"):
        resolve(store, "Fighting the Crime of Trafficking in Persons, Especially Women, Adolescents, and Children")


def test_a_name_that_a_class_shares_is_that_of_the_thing(store: Store) -> None:
    assert shorten(resolve(store, "draft resolution")) == "draft.fighting-the-crime-of-trafficking"


def test_a_name_without_accents_or_case_is_found(store: Store) -> None:
    assert resolve(store, "maria elena SALINAS") == resolve(store, "María Elena Salinas")


def test_a_bracket_at_the_end_of_a_name_may_be_left_out(store: Store) -> None:
    assert shorten(resolve(store, "ag/res. 1948")) == "resolution.ag-res-1948"
    assert shorten(resolve(store, "AG/RES. 1948 (XXXIII-O/03)")) == "resolution.ag-res-1948"
    funds = Store()
    for number in "12":
        named = Literal(f"Fund ({number})", language="en")
        funds.add(Quad(NamedNode(f"{ID}fund.{number}"), SKOS_PREF_LABEL, named, DefaultGraph()))
    assert shorten(resolve(funds, "fund (2)")) == "fund.2"
    with pytest.raises(UnknownNameError, match="can mean several things"):
        resolve(funds, "fund")


def test_a_name_keeps_the_blanks_of_its_language(store: Store) -> None:
    text = Literal("«\u00a0Parallel\u202fWorlds\u00a0»\n\x1b[31m\u2028!", language="fr")
    assert show_term(store, text) == "«\u00a0Parallel\u202fWorlds\u00a0»  [31m !"


def test_what_is_called_so_but_does_not_fit_is_said_to_be_of_its_kind(store: Store) -> None:
    with pytest.raises(UnknownNameError, match="“Cuba” does not fit here: its kind is “country”"):
        resolve(store, "Cuba", {resolve(store, "CICAD")})


def test_a_number_and_a_state_of_affairs_are_no_names_in_a_text(store: Store) -> None:
    assert list_forms(store, Literal(0)) == set()
    assert list_forms(store, NamedNode(CONCEPT + "state-of-affairs.done")) == set()
    assert list_forms(store, NamedNode(CONCEPT + "answer.took-part")) == set()
    assert list_forms(store, Literal("several", language="en")) == {"several"}


def test_a_straight_apostrophe_finds_a_curly_one(store: Store) -> None:
    assert resolve(store, "National Women's Institute") == resolve(store, "National Women’s Institute")


def test_a_label_falls_back_to_english_then_to_the_iri(store: Store) -> None:
    cecria = resolve(store, "CECRIA")
    assert label(store, cecria, "es") == "CECRIA"
    assert label(store, resolve(store, "MEX"), "pt") == "México"
    assert label(store, NamedNode("https://w3id.org/cim-kg/id/org.nobody")) == "org.nobody"
    assert shorten(NamedNode("https://example.org/x")) == "https://example.org/x"


def test_a_thing_without_a_name_is_called_by_what_it_says(store: Store) -> None:
    mandate = NamedNode("https://w3id.org/cim-kg/id/mandate.draft.convene-conference")
    assert label(store, mandate) == "To call a regional conference on trafficking in persons."
    date = NamedNode("https://w3id.org/cim-kg/id/date.anti-trafficking-workshop.june-18")
    assert label(store, date) == "June 18"


def test_a_node_without_a_name_is_called_by_its_class_and_what_it_ties(store: Store) -> None:
    funding = NamedNode(ID + "funding.phase-ii.united-states")
    assert label(store, funding) == "funding: Government of the United States – Phase II of the Trafficking Project"
    talk = NamedNode(ID + "presentation.parallel-worlds.bscc")
    assert label(store, talk).startswith("presentation: ")


def test_the_label_of_a_passage_is_its_citation(store: Store) -> None:
    assert label(store, NamedNode(PASSAGE + "cim-report-2004/01.05")) == "CIM report of 2004, section I, paragraph 5"


def test_the_word_of_a_status_is_no_name_to_mark(store: Store) -> None:
    assert list_forms(store, NamedNode(CONCEPT + "funding-status.received")) == set()
    assert "CIM" in list_forms(store, NamedNode(ID + "org.cim"))


def test_what_steers_a_terminal_is_not_shown(store: Store) -> None:
    assert show_term(store, Literal("a\x1b[31mb\nc")) == "a [31mb c"
