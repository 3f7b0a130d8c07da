"""The questions' part of SPARQL: what is in it, and what is refused on which line."""

from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from cim_kg.catalog import list_questions
from cim_kg.places import Project
from cim_kg.sparql import NotExists, SparqlError, Token, Union, parse, walk, write

QUESTIONS = sorted((Path(__file__).parent.parent / "queries").glob("*.rq"))

WORDS = st.sampled_from(
    """SELECT DISTINCT ?a $b WHERE { } ( ) . ; , FILTER NOT EXISTS OPTIONAL UNION BIND AS VALUES UNDEF GRAPH cim:p a
    * + / | ^ "x" @en 1 <https://a/b> ORDER BY GROUP STR COUNT PREFIX cim: [ ] _:x #+ ^^ && = 2.5""".split()  # noqa: SIM905 - a list of them would hide what they are
)


@given(st.lists(WORDS, max_size=30).map(" ".join) | st.text(max_size=60))
def test_any_text_is_parsed_or_refused_with_a_line(text: str) -> None:
    try:
        parse(text)
    except SparqlError as error:
        assert 1 <= error.line <= text.count("\n") + 1


def test_whatever_is_parsed_is_sparql(project: Project) -> None:
    for question in list_questions(project):
        Store().query(question.text)


def test_the_tree_holds_unions_and_absences(project: Project) -> None:
    trees = [question.tree for question in list_questions(project)]
    kinds = {type(element) for tree in trees for element, _ in walk(tree.where)}
    assert {Union, NotExists} <= kinds


@pytest.mark.parametrize(
    ("text", "line", "complaint"),
    [
        ("SELECT * WHERE { ?a ?b ?c }", 1, r"SELECT \*"),
        ("SELECT ?a WHERE {\n ?a <https://p> [] }", 2, "blank node"),
        ("SELECT ?a WHERE {\n ?a <https://p> _:x }", 2, "blank node"),
        ("SELECT ?a WHERE { ?a <https://p> ?b }\nLIMIT 3", 2, "LIMIT"),
        ("SELECT ?a WHERE { ?a <https://p> ?b\n MINUS { ?a <https://q> ?b } }", 2, "MINUS"),
        ("SELECT ?a WHERE {\n SERVICE <https://s> { ?a <https://p> ?b } }", 2, "SERVICE"),
        ("SELECT ?a\nFROM <https://g> WHERE { ?a <https://p> ?b }", 2, "FROM"),
        ("SELECT ?a WHERE { FILTER EXISTS { ?a <https://p> ?b } }", 1, "FILTER EXISTS"),
        ("SELECT (SAMPLE(?b) AS ?a) WHERE { ?a <https://p> ?b }", 1, "SAMPLE"),
        ("SELECT (COUNT(?b) AS ?a) WHERE { ?a <https://p> ?b }", 1, "DISTINCT"),
        ("SELECT (STRLEN(?b) AS ?a) WHERE { ?a <https://p> ?b }", 1, "only COUNT"),
        ("SELECT ?a WHERE {\n { SELECT ?a WHERE { ?a <https://p> ?b } } }", 2, "one SELECT"),
        ("SELECT ?a WHERE " + "{ OPTIONAL " * 3000, 1, "within each other"),
        ("SELECT ?a WHERE { ?a " + "(" * 3000, 1, "within each other"),
        ("ASK { ?a <https://p> ?b }", 1, "ASK"),
        ("DELETE WHERE { ?a <https://p> ?b }", 1, "DELETE"),
        ("SELECT ?a WHERE { { ?a <https://p> ?b } }", 1, "braces without UNION"),
        ("SELECT ?a WHERE { ?a <https://p> ?b", 1, "the end"),
        ("SELECT ?a WHERE { ?a <https://p> ?b } ORDER BY ?a }", 1, "stands where"),
        ("SELECT ?a WHERE { ?a <https://p> ?b . FILTER (EXISTS { ?a <https://p> ?b }) }", 1, "stands where"),
    ],
)
def test_what_cannot_be_proved_is_refused_with_its_line(text: str, line: int, complaint: str) -> None:
    with pytest.raises(SparqlError, match=complaint) as caught:
        parse(text)
    assert caught.value.line == line


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_what_is_written_is_read_as_the_same_and_taken_by_oxigraph(path: Path) -> None:
    tree = parse(path.read_text(encoding="utf-8"))
    written = write(tree.where)
    prologue = "\n".join(f"PREFIX {name}: {iri.text}" for name, iri in tree.prefixes.items())
    again = parse(f"{prologue}\nSELECT ?x WHERE {written}").where
    assert strip_places(again) == strip_places(tree.where)
    Store().query(f"{prologue}\nSELECT * WHERE {written}")


def test_a_function_and_a_string_are_written_as_they_are_read() -> None:
    text = 'SELECT ?x WHERE { ?x ?y "a ( b" . FILTER ( COALESCE ( ?x , "false"^^<https://e.x/b> ) = "c"@en ) }'
    written = write(parse(text).where)
    assert '"a ( b"' in written
    assert 'COALESCE( ?x , "false"^^<https://e.x/b> ) = "c"@en' in written


def strip_places(part: object) -> object:
    """A tree without lines and offsets."""
    if isinstance(part, Token):
        return part.kind, part.text
    if isinstance(part, tuple):
        return tuple(strip_places(it) for it in part)
    if is_dataclass(part):
        return type(part).__name__, [strip_places(getattr(part, it.name)) for it in fields(part) if it.name != "line"]
    return part


def test_a_number_with_a_sign_is_one_term() -> None:
    group = parse("SELECT ?x WHERE { VALUES ?x { -1 +2.5 3 } }").where
    assert write(group) == "{ VALUES ?x { -1 +2.5 3 } }"
    Store().query(f"SELECT * WHERE {write(group)}")
