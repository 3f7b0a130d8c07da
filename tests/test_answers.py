"""What questions return: the expected answers in tests/answers, compared as bags, and what a value may be."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from cim_kg.answers import Answer, ask, bind, list_instances, read_parameters
from cim_kg.catalog import find_question, list_questions, read_question, split_example
from cim_kg.errors import CimKgError, UnknownNameError, ValueKindError
from cim_kg.names import shorten
from cim_kg.namespaces import CONCEPT, ID, ONTOLOGY, PASSAGE
from cim_kg.places import Project
from cim_kg.proof import prove
from cim_kg.sparql import parse, write_select
from cim_kg.store import load_store

ANSWERS = Path(__file__).parent / "answers"
EXPECTED = sorted(ANSWERS.glob("*.csv"))


def flatten(answer: Answer) -> Counter[tuple[str, ...]]:
    def show(term: NamedNode | Literal | None) -> str:
        if term is None:
            return ""
        return shorten(term) if isinstance(term, NamedNode) else term.value

    return Counter(tuple(show(term) for term in row) for row in answer.rows)


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_a_question_returns_its_expected_answer(path: Path, project: Project, store: Store) -> None:
    name, _, form = path.stem.partition(".")
    question = find_question(project, name)
    given_words = split_example(question) if form == "example" else {}
    answer = ask(store, question, read_parameters(store, question, given_words))
    with path.open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    assert tuple(header) == answer.columns
    assert flatten(answer) == Counter(map(tuple, rows))


def test_every_question_has_an_expected_answer_with_rows(project: Project) -> None:
    names = {path.stem.partition(".")[0] for path in EXPECTED if len(path.read_text(encoding="utf-8").splitlines()) > 1}
    assert names == {question.name for question in list_questions(project)}


def test_an_answer_comes_in_the_order_of_the_question(project: Project, store: Store) -> None:
    rows = ask(store, find_question(project, "timeline"), {}).rows
    dated = [row[0].value for row in rows if row[0] is not None]
    assert dated == sorted(dated)
    assert rows[-1][0] is None


@pytest.mark.parametrize("words", ["CICAD", "cicad", "org.cicad", "https://w3id.org/cim-kg/id/org.cicad", "CICAD/OAS"])
def test_a_label_an_acronym_or_an_iri_means_the_same_thing(words: str, project: Project, store: Store) -> None:
    question = find_question(project, "actor-activities")
    parameters = read_parameters(store, question, {"actor": words})
    assert parameters["actor"] == NamedNode("https://w3id.org/cim-kg/id/org.cicad")


@pytest.mark.parametrize("words", ["México", "MEXIQUE", "MEX", "484", "country.mexico"])
def test_a_country_is_found_in_four_languages_and_by_code(words: str, project: Project, store: Store) -> None:
    question = find_question(project, "phase-coverage")
    assert read_parameters(store, question, {"place": words})["place"].value.endswith("country.mexico")


@pytest.mark.parametrize(
    ("name", "values", "error", "complaint"),
    [
        ("actor-activities", {}, UnknownNameError, "needs the parameter “actor”"),
        ("actor-activities", {"acter": "CIM"}, UnknownNameError, "no parameter “acter”. Did you mean actor"),
        ("actor-activities", {"actor": "CICCAD"}, UnknownNameError, "Did you mean CICAD"),
        ("actor-activities", {"actor": "Mexico"}, UnknownNameError, "Did you mean .*Mexico"),
        ("timeline", {"from": "2003"}, ValueKindError, "is a date"),
        ("timeline", {"from": "2003-02-30"}, ValueKindError, "is a date"),
        ("timeline", {"from": "20030201"}, ValueKindError, "is a date"),
        ("money-by-status", {"status": "completed"}, UnknownNameError, "its kind is “Status of activities”"),
    ],
)
def test_a_wrong_value_is_refused_with_a_cure(
    name: str, values: dict[str, str], error: type[CimKgError], complaint: str, project: Project, store: Store
) -> None:
    with pytest.raises(error, match=complaint):
        read_parameters(store, find_question(project, name), values)


def test_a_value_is_not_read_as_a_place_for_another(store: Store, prefixes: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "two.rq"
    path.write_text(
        "#+ summary: s\n#+ question: q\n#+ why: VALUES $a { UNDEF }\n#+ reading: r\n"
        "#+ parameter: a (xsd:string, optional): a\n#+ parameter: b (xsd:string, optional): b\n"
        "#+ column: a: a\n#+ column: b: b\n#+ tags: content\n#+ example: a=x\n"
        "SELECT DISTINCT ?a ?b WHERE { VALUES $a { UNDEF } VALUES $b { UNDEF } } ORDER BY STR(?a) STR(?b)\n",
        encoding="utf-8",
    )
    values = {"a": Literal("VALUES $b { UNDEF }"), "b": Literal("} SERVICE <http://127.0.0.1:9/> { ?s ?p ?o")}
    assert ask(store, read_question(path, prefixes), values).rows == ((values["a"], values["b"]),)


@given(text=st.text(max_size=40) | st.sampled_from(['x" } DROP ALL #', "} UNION { ?s ?p ?o", "\\", 'a"@en', "$actor"]))
def test_no_value_can_change_a_query(text: str, project: Project, store: Store) -> None:
    question = find_question(project, "participants")
    written = write_select(bind(question, {"activity": Literal(text)}))
    assert ask(store, question, {"activity": Literal(text)}).rows == ()
    assert written.replace(str(Literal(text)), "UNDEF", 1) == write_select(question.tree)
    assert len(parse(written).where.elements) == len(question.tree.where.elements)


@pytest.mark.parametrize(
    ("question", "column", "thing", "theme"),
    [
        ("mandate-states", "silence", "mandate.ag-res-1948.exchange-information", "information-exchange"),
        ("unfunded-activities", "funder", "event.travel-congress", "funding"),
    ],
)
def test_what_a_source_says_to_be_lacking_is_stated_to_be_absent(
    question: str, column: str, thing: str, theme: str, project: Project
) -> None:
    store = load_store(project)
    asked = find_question(project, question)
    index = list(asked.columns).index(column)
    before = {str(row[index]) for row in ask(store, asked, {}).rows if NamedNode(ID + thing) in row}
    observation, passage = NamedNode(ID + "observation.invented"), NamedNode(PASSAGE + "cim-report-2004/06.03")
    for predicate, value in (
        ("concerns", ID + thing),
        ("stateOfAffairs", CONCEPT + "state-of-affairs.lacking"),
        ("theme", f"{CONCEPT}theme.{theme}"),
    ):
        for graph in (passage, DefaultGraph()):
            store.add(Quad(observation, NamedNode(ONTOLOGY + predicate), NamedNode(value), graph))
    rows = prove(store, asked.tree)
    after = [(row, proof) for row, proof in rows.items() if NamedNode(ID + thing) in row]
    assert before
    assert {str(row[index]) for row, _ in after} == {f"<{CONCEPT}answer.stated-absent>"} != before
    assert all(passage in proof.passages for _, proof in after)


def test_what_a_reading_says_that_no_source_says_is_said_by_none(project: Project, store: Store) -> None:
    readings = " ".join(question.reading for question in list_questions(project))
    assert "No source names a sum." in readings
    assert not list(store.quads_for_pattern(None, NamedNode(ONTOLOGY + "amount"), None))
    assert "No source yet says in words that a mandate was not carried out." in readings
    states, silence = (list(find_question(project, "mandate-states").columns).index(it) for it in ("state", "silence"))
    rows = ask(store, find_question(project, "mandate-states"), {}).rows
    assert NamedNode(CONCEPT + "answer.stated-absent") not in {row[silence] for row in rows}
    assert NamedNode(CONCEPT + "answer.due-later") not in {row[states] for row in rows}


def test_every_word_of_answers_is_used_by_a_question(project: Project, store: Store) -> None:
    words = {shorten(it) for it in list_instances(store, "concept:answer")}
    texts = "".join(question.text for question in list_questions(project))
    assert words == {f"concept/{it}" for it in set(re.findall(r"concept:(answer\.[\w-]+)", texts))}
