"""What a person's words mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Store

from cim_kg.errors import UnknownNameError
from cim_kg.names import label, resolve, shorten
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


def test_a_name_without_accents_or_case_is_found(store: Store) -> None:
    assert resolve(store, "maria elena SALINAS") == resolve(store, "María Elena Salinas")


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
