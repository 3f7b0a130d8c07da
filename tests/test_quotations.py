"""Quotations: the exact slice, its heading apart, names marked; never another text's words."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Store

from cim_kg.errors import InputError, SourceTextError
from cim_kg.namespaces import PASSAGE, SOURCE
from cim_kg.passages import list_sources, read_source_text
from cim_kg.places import Project
from cim_kg.quotations import Piece, mark, quote, read_texts

REPORT = NamedNode(SOURCE + "cim-report-2004")
CONGRESS = NamedNode(PASSAGE + "cim-report-2004/03.02")


def join(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces)


def list_marked(pieces: tuple[Piece, ...]) -> list[str]:
    return [piece.text for piece in pieces if piece.marked]


def test_every_passage_is_quoted_with_all_its_words(project: Project, store: Store, sources: Path) -> None:
    texts = read_texts(store, sources)
    for source in list_sources(project):
        text = read_source_text(source, sources)
        for passage in source.passages:
            quotation = quote(store, passage.name, texts)
            assert quotation is not None
            assert passage.start is not None
            own = passage.text_start or passage.start
            said = re.sub(r"^\ufffd\.\s*", "", text[own : passage.end])  # without the lost number of a footnote
            assert join(quotation.text) == said
            assert join(quotation.heading).split() == text[passage.start : own].split()


def test_a_heading_stands_apart_and_names_are_marked_in_both(store: Store, sources: Path) -> None:
    quotation = quote(
        store, CONGRESS, read_texts(store, sources), {"Casa Alianza", "XVIII Inter-American Travel Congress"}
    )
    assert quotation is not None
    assert list_marked(quotation.heading) == ["XVIII Inter-American Travel Congress"]
    assert list_marked(quotation.text) == ["Casa Alianza"]


def test_without_source_texts_nothing_is_quoted(store: Store) -> None:
    assert read_texts(store, None) == {}
    assert quote(store, CONGRESS, {}) is None
    assert quote(store, REPORT, {REPORT: "text"}) is None


def test_a_folder_without_any_source_text_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no source text\. Put cim-report-2004\.txt there"):
        read_texts(store, tmp_path)


def test_the_words_of_another_text_are_not_quoted(store: Store, sources: Path) -> None:
    text = read_texts(store, sources)[REPORT]
    with pytest.raises(SourceTextError, match="cim-kg verify"):
        quote(store, CONGRESS, {REPORT: "x" + text})


@given(text=st.text(max_size=60), forms=st.sets(st.text(max_size=6), max_size=4))
def test_marking_loses_nothing(text: str, forms: set[str]) -> None:
    pieces = mark(text, forms)
    assert join(pieces) == text
    assert all(piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("text", "forms", "marked"),
    [
        ("the CIM and CIMs", {"CIM"}, ["CIM"]),
        ("the Permanent\n  Council sat", {"Permanent Council"}, ["Permanent\n  Council"]),
        ("Latin America and the Caribbean", {"Caribbean", "Latin America and the Caribbean"},
         ["Latin America and the Caribbean"]),
        ("AG/RES. 1948 (XXXIII-O/03), so", {"AG/RES. 1948 (XXXIII-O/03)"}, ["AG/RES. 1948 (XXXIII-O/03)"]),
        ("a+b", {"", " "}, []),
    ],
)  # fmt: skip
def test_a_name_is_marked_where_it_stands_as_whole_words(text: str, forms: set[str], marked: list[str]) -> None:
    assert list_marked(mark(text, forms)) == marked
