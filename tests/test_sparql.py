"""The questions' part of SPARQL: what is in it, and what is refused on which line."""

from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store
from rdflib.plugins.sparql.parser import parseQuery

from cim_kg.catalog import list_questions
from cim_kg.places import Project
from cim_kg.sparql import NotExists, SparqlError, Token, Union, parse, walk, write, write_select

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
        ("SELECT DISTINCT * WHERE { ?a ?b ?c }", 1, r"SELECT \*"),
        ("SELECT ?a WHERE { ?a ?b ?c }", 1, "DISTINCT belongs"),
        ("SELECT DISTINCT ?a WHERE {\n ?a <https://p> [] }", 2, "blank node"),
        ("SELECT DISTINCT ?a WHERE {\n ?a <https://p> _:x }", 2, "blank node"),
        ("SELECT DISTINCT ?a WHERE { ?a <https://p> ?b }\nLIMIT 3", 2, "LIMIT"),
        ("SELECT DISTINCT ?a WHERE { ?a <https://p> ?b\n MINUS { ?a <https://q> ?b } }", 2, "MINUS"),
        ("SELECT DISTINCT ?a WHERE {\n SERVICE <https://s> { ?a <https://p> ?b } }", 2, "SERVICE"),
        ("SELECT DISTINCT ?a\nFROM <https://g> WHERE { ?a <https://p> ?b }", 2, "FROM"),
        ("SELECT DISTINCT ?a WHERE { FILTER EXISTS { ?a <https://p> ?b } }", 1, "FILTER EXISTS"),
        ("SELECT DISTINCT (SAMPLE(?b) AS ?a) WHERE { ?a <https://p> ?b }", 1, "SAMPLE"),
        ("SELECT (COUNT(?b) AS ?a) WHERE { ?a <https://p> ?b }", 1, "DISTINCT"),
        ("SELECT DISTINCT (STRLEN(?b) AS ?a) WHERE { ?a <https://p> ?b }", 1, "only COUNT"),
        ("SELECT DISTINCT ?a WHERE {\n { SELECT DISTINCT ?a WHERE { ?a <https://p> ?b } } }", 2, "one SELECT"),
        ("SELECT DISTINCT ?a WHERE " + "{ OPTIONAL " * 3000, 1, "within each other"),
        ("SELECT DISTINCT ?a WHERE { ?a " + "(" * 3000, 1, "within each other"),
        ("ASK { ?a <https://p> ?b }", 1, "ASK"),
        ("DELETE WHERE { ?a <https://p> ?b }", 1, "DELETE"),
        ("SELECT DISTINCT ?a WHERE { { ?a <https://p> ?b } }", 1, "braces without UNION"),
        ("SELECT DISTINCT ?a WHERE { ?a <https://p> ?b", 1, "the end"),
        ("SELECT DISTINCT ?a WHERE { ?a <https://p> ?b } ORDER BY ?a }", 1, "stands where"),
        ("SELECT DISTINCT ?a WHERE { ?a <https://p> ?b . FILTER (EXISTS { ?a <https://p> ?b }) }", 1, "stands where"),
    ],
)
def test_what_cannot_be_proved_is_refused_with_its_line(text: str, line: int, complaint: str) -> None:
    with pytest.raises(SparqlError, match=complaint) as caught:
        parse(text)
    assert caught.value.line == line


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_what_is_written_is_read_as_the_same_and_taken_by_oxigraph_and_rdflib(path: Path) -> None:
    tree = parse(path.read_text(encoding="utf-8"))
    written = write_select(tree)
    again = parse(written)  # names that a comma shared are written twice
    assert strip_places(replace(again, names=())) == strip_places(replace(tree, names=()))
    Store().query(written)
    Store().query(write_select(replace(tree, columns=(), group_by=())))
    parseQuery(written)


def test_a_function_and_a_string_are_written_as_they_are_read() -> None:
    text = 'SELECT DISTINCT ?x WHERE { ?x ?y "a ( b" . FILTER ( COALESCE ( ?x , "false"^^<https://e.x/b> ) = "c"@en ) }'
    written = write(parse(text).where)
    assert '"a ( b"' in written
    assert 'COALESCE( ?x , "false"^^<https://e.x/b> ) = "c"@en' in written


def strip_places(part: object) -> object:
    """A tree without lines."""
    if isinstance(part, Token):
        return part.kind, part.text
    if isinstance(part, dict):
        return {name: strip_places(it) for name, it in part.items()}
    if isinstance(part, tuple):
        return tuple(strip_places(it) for it in part)
    if is_dataclass(part):
        return type(part).__name__, [strip_places(getattr(part, it.name)) for it in fields(part) if it.name != "line"]
    return part


def test_a_number_with_a_sign_is_one_term() -> None:
    group = parse("SELECT DISTINCT ?x WHERE { VALUES ?x { -1 +2.5 3 } }").where
    assert write(group) == "{ VALUES ?x { -1 +2.5 3 } }"
    Store().query(f"SELECT DISTINCT * WHERE {write(group)}")
