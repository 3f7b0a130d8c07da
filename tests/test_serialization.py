"""One form of Turtle, and a line for every fault."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from cim_kg.errors import InputError
from cim_kg.places import Project, list_files
from cim_kg.serialization import format_turtle, read_prefixes, read_quads, read_triples, write_turtle
from cim_kg.store import list_knowledge

IRIS = st.sampled_from(["id/a.b", "id/a.c-d", "id/x(1)", "ontology#P", "passage/s/01.01", "id/é"]).map(
    lambda end: NamedNode(f"https://w3id.org/cim-kg/{end}")
)
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=20)
TYPED = st.sampled_from(
    [("007", "integer"), ("1", "boolean"), ("2004-04-05Z", "date"), ("AB", "hexBinary"), ("1.23E0", "double")]
).map(lambda it: Literal(it[0], datatype=NamedNode(f"http://www.w3.org/2001/XMLSchema#{it[1]}")))
TRICKY = st.sampled_from(["a \n[b", "a \n    [", '"', "'" * 3, "# no comment", "\\", "<x>"]).map(Literal)
LITERALS = st.one_of(TEXTS.map(Literal), TEXTS.map(lambda text: Literal(text, language="es")), TYPED, TRICKY)
TRIPLES = st.builds(Triple, IRIS, IRIS, st.one_of(IRIS, LITERALS))


@given(st.lists(TRIPLES, max_size=12))
def test_what_is_written_reads_back_as_the_same_triples(triples: list[Triple]) -> None:
    prefixes = {"id": "https://w3id.org/cim-kg/id/", "cim": "https://w3id.org/cim-kg/ontology#"}
    written = write_turtle(triples, prefixes)
    assert {quad.triple for quad in parse(written, format=RdfFormat.TURTLE)} == set(triples)


@given(st.lists(TRIPLES, max_size=8), st.randoms())
def test_the_order_of_triples_does_not_show_in_what_is_written(triples: list[Triple], random: Random) -> None:
    shuffled = list(triples)
    random.shuffle(shuffled)
    assert write_turtle(triples, {}) == write_turtle(shuffled, {})


def test_blank_nodes_stand_where_they_are_used() -> None:
    shape, path = NamedNode("https://w3id.org/cim-kg/shapes#s"), NamedNode("http://www.w3.org/ns/shacl#path")
    inner = BlankNode()
    triples = [Triple(shape, path, inner), Triple(inner, path, Literal("x"))]
    written = write_turtle(triples, {"sh": "http://www.w3.org/ns/shacl#"})
    assert "_:" not in written
    assert len(list(parse(written, format=RdfFormat.TURTLE))) == 2


def test_every_file_of_the_project_is_in_form(project: Project) -> None:
    prefixes = read_prefixes(project)
    files = [*list_knowledge(project), *list_files(project.shapes, ".ttl")]
    assert [path.name for path in files if format_turtle(path, prefixes) != path.read_text(encoding="utf-8")] == []


def test_a_comment_on_top_stays_and_one_below_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("# why\n<https://a/s> <https://a/p> 1 .\n", encoding="utf-8")
    assert format_turtle(path, {}).startswith("# why\n\n<https://a/s>")
    path.write_text("# why\n<https://a/s> <https://a/p> 1 .\n# lost\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 3: a comment stands below the top"):
        format_turtle(path, {})
    path.write_text("<https://a/s> <https://a/p> 1 . # lost\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 1: a comment stands below the top"):
        format_turtle(path, {})


def test_a_mark_within_quotes_is_no_comment(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text('<https://a/s#b> <https://a/p> """one\n# two""" .\n', encoding="utf-8")
    assert format_turtle(path, {}) == '<https://a/s#b>\n    <https://a/p> """one\n# two""" ;\n.\n'


def test_a_triple_within_a_triple_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("<https://a/b> <https://a/c> <<( <https://a/b> <https://a/c> 1 )>> .\n", encoding="utf-8")
    with pytest.raises(InputError, match="triple within a triple"):
        format_turtle(path, {})


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"<https://a/s> <https://a/p> .\n", "line 1"),
        (b"\n<https://a/s> nope:p 1 .\n", "line 2.*nope: has not been declared"),
        (b'\n\n<https://a/s> <https://a/p> "\xff" .\n', "line 3: not UTF-8"),
    ],
)
def test_a_broken_file_is_named_with_its_line(tmp_path: Path, content: bytes, complaint: str) -> None:
    path = tmp_path / "broken.ttl"
    path.write_bytes(content)
    with pytest.raises(InputError, match=complaint):
        read_triples(path)


def test_a_file_without_a_known_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no ending that names a format"):
        read_quads(tmp_path / "facts.docx")
