"""Passages against source texts: what is compared, and how slices follow a text that moves."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from cim_kg.cutting import cut, share_lines, update_source
from cim_kg.errors import InputError, SourceTextError
from cim_kg.passages import SourceFile, compare, list_sources, read_source_text
from cim_kg.places import Project

TEXT = "I.\nTitle\n\nFirst paragraph, ñandú.\n\nSecond paragraph,\nin two lines.\n\nThird.\n"
NUMBERS = ("01.01", "01.02", "01.03")
LINES = {"01.01": (1, 4), "01.02": (6, 6), "01.03": (9, 9)}
PASSAGE = """PREFIX cim: <https://w3id.org/cim-kg/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>

<https://w3id.org/cim-kg/passage/letter/{number}>
    a cim:Passage ;
    dcterms:bibliographicCitation "Letter, {number}"@en ;
.
"""
SOURCE = """PREFIX cim: <https://w3id.org/cim-kg/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

<https://w3id.org/cim-kg/source/letter>
    a cim:Source ;
    cim:digest "00"^^xsd:hexBinary ;
    cim:fileName "letter.txt" ;
.
"""


@pytest.fixture
def letter(copy: Project, prefixes: dict[str, str]) -> SourceFile:
    """A source of three passages, cut from TEXT."""
    folder = copy.graph / "letter"
    folder.mkdir()
    (folder / "source.ttl").write_text(SOURCE, encoding="utf-8")
    for number in NUMBERS:
        (folder / f"{number}-words.ttl").write_text(PASSAGE.format(number=number), encoding="utf-8")
    shutil.rmtree(copy.graph / "cim-report-2004")
    update_source(list_sources(copy)[0], TEXT, LINES, prefixes)
    return list_sources(copy)[0]


def test_lines_cut_a_new_source_into_passages(letter: SourceFile) -> None:
    slices = [TEXT[passage.start : passage.end] for passage in letter.passages]
    assert slices == [
        "I.\nTitle\n\nFirst paragraph, ñandú.",
        "Second paragraph,\nin two lines.",
        "Third.",
    ]
    assert [passage.text_start for passage in letter.passages] == [TEXT.index("First"), None, None]
    assert list(compare(letter, TEXT)) == []


def test_slices_follow_a_text_that_grew_before_and_between_them(letter: SourceFile) -> None:
    moved = "\n\n" + TEXT.replace("\nThird", "\n\n\nThird")
    for passage, before in zip(cut(letter, moved, {}), letter.passages, strict=True):
        assert moved[passage.start : passage.end] == TEXT[before.start : before.end]
        assert passage.digest == before.digest


def test_an_edited_paragraph_takes_what_its_neighbours_leave(letter: SourceFile, prefixes: dict[str, str]) -> None:
    edited = TEXT.replace("in two lines", "in\nthree lines")
    assert [it.problem for it in compare(letter, edited)] != []
    changed = update_source(letter, edited, {}, prefixes)
    assert [path.name for path in changed] == ["01.02-words.ttl", "01.03-words.ttl", "source.ttl"]
    passage = cut(letter, edited, {})[1]
    assert edited[passage.start : passage.end] == "Second paragraph,\nin\nthree lines."


def test_two_edited_neighbours_ask_for_a_line(letter: SourceFile) -> None:
    edited = TEXT.replace("Second", "Another").replace("Third", "Last")
    with pytest.raises(SourceTextError, match=r"01\.02 and 01\.03 share one gap.*--at 01\.03=LINE"):
        cut(letter, edited, {})
    passages = cut(letter, edited, {"01.03": (9, 9)})
    assert [edited[it.start : it.end] for it in passages[1:]] == ["Another paragraph,\nin two lines.", "Last."]


def test_a_paragraph_that_is_gone_says_so(letter: SourceFile) -> None:
    with pytest.raises(SourceTextError, match=r"nothing for passage 01\.03"):
        cut(letter, TEXT.replace("Third.", ""), {})


def test_an_edited_heading_asks_where_the_text_begins(letter: SourceFile) -> None:
    edited = TEXT.replace("Title", "Another title")
    with pytest.raises(SourceTextError, match=r"heading of passage 01\.01 was edited.*--at 01\.01=LINE,LINE"):
        cut(letter, edited, {})
    first = cut(letter, edited, {"01.01": (1, 4)})[0]
    assert first.text_start == edited.index("First")


def test_a_passage_of_two_sources_is_named_with_its_source(letter: SourceFile) -> None:
    other = replace(letter, name=NamedNode(letter.name.value + "2"))
    with pytest.raises(SourceTextError, match=r"more than one passage 01\.01"):
        share_lines([letter, other], {"01.01": (1, 1)})
    assert share_lines([letter], {"letter/01.01": (1, 4)}) == {letter.name: {"01.01": (1, 4)}}


def test_a_comment_below_the_top_is_not_lost_unsaid(letter: SourceFile, prefixes: dict[str, str]) -> None:
    path = letter.passages[0].path
    path.write_text(path.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    with pytest.raises(InputError, match="a comment stands below the top"):
        update_source(letter, "\n" + TEXT, {}, prefixes)


def test_a_line_that_the_text_lacks_is_refused(letter: SourceFile) -> None:
    with pytest.raises(SourceTextError, match="has no lines 99 to 99"):
        cut(letter, TEXT, {"01.02": (99, 99)})
    with pytest.raises(SourceTextError, match=r"no passage 09\.09"):
        share_lines([letter], {"09.09": (1, 1)})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(position=st.integers(0, len(TEXT) - 1), character=st.characters(codec="utf-8", exclude_characters="\r"))
def test_no_changed_character_stays_unseen(position: int, character: str, letter: SourceFile) -> None:
    damaged = TEXT[:position] + character + TEXT[position + 1 :]
    assert (list(compare(letter, damaged)) == []) == (damaged == TEXT)


def test_a_character_in_no_passage_and_one_in_two_are_seen(letter: SourceFile) -> None:
    first, second, third = letter.passages
    gap = SourceFile(letter.name, letter.path, letter.file_name, letter.digest, (first, third))
    assert [it.problem for it in compare(gap, TEXT)] == ["27 characters lie in no passage, first in line 6"]
    twice = SourceFile(letter.name, letter.path, letter.file_name, letter.digest, (first, second, second, third))
    assert [it.problem for it in compare(twice, TEXT)] == [
        "27 characters lie in more than one passage, first in line 6"
    ]


def test_a_missing_text_is_named(letter: SourceFile, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"letter\.txt cannot be read"):
        read_source_text(letter, tmp_path)


def test_every_character_of_the_sources_lies_in_one_passage_with_its_digest(project: Project, sources: Path) -> None:
    for source in list_sources(project):
        assert list(compare(source, read_source_text(source, sources))) == []


def test_cutting_anew_changes_nothing_where_nothing_moved(project: Project, sources: Path) -> None:
    for source in list_sources(project):
        assert cut(source, read_source_text(source, sources), {}) == list(source.passages)
