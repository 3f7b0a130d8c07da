"""An empty answer: what emptied it, and what would not have been empty."""

from pathlib import Path

import pytest
from pyoxigraph import Store

from cim_kg.answers import ask, list_instances, read_parameters
from cim_kg.catalog import find_question, list_questions, read_question
from cim_kg.emptiness import explain_emptiness
from cim_kg.places import Project
from cim_kg.translations import ENGLISH

OAS = "Organization of American States"


@pytest.mark.parametrize(
    ("name", "words", "pattern", "better"),
    [
        ("actor-activities", {"actor": "Permanent Council"}, None, OAS),
        ("phase-coverage", {"place": "Chile"}, "?coverage cim:place ?place .", None),
        ("participants", {"activity": "Phase II in other countries"}, None, "Phase II of the Trafficking Project"),
    ],
)  # fmt: skip
def test_the_pattern_that_emptied_an_answer_is_named_with_its_line_and_a_near_value(
    name: str, words: dict[str, str], pattern: str | None, better: str | None, project: Project, store: Store
) -> None:
    question = find_question(project, name)
    parameters = read_parameters(store, question, words)
    assert not ask(store, question, parameters).rows
    found = explain_emptiness(store, question, parameters)
    if pattern is not None:
        assert found.pattern == pattern
        assert found.pattern.split()[-2] in question.text.splitlines()[found.line - 1]
    (parameter, value, label) = found.nearest[0]
    assert label == better or better is None
    assert ask(store, question, {**parameters, parameter: value}).rows
    assert f'With {parameter}="{label}" there are rows.' in found.explain(ENGLISH)


def test_the_nearest_date_that_gives_rows_is_given(store: Store, prefixes: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "dated.rq"
    path.write_text(
        "#+ summary: s\n#+ question: q\n#+ why: w\n#+ reading: r\n#+ parameter: from (xsd:date, optional): f\n"
        "#+ column: date: d\n#+ tags: time\n#+ example: from=2003-01-01\n"
        "PREFIX cim: <https://w3id.org/cim-kg/ontology#>\nSELECT DISTINCT ?date WHERE {\n"
        "    VALUES $from { UNDEF }\n    ?date cim:latest ?latest .\n"
        "    FILTER (!BOUND($from) || ?latest >= $from)\n}\nORDER BY STR(?date)\n",
        encoding="utf-8",
    )
    question = read_question(path, prefixes)
    found = explain_emptiness(store, question, read_parameters(store, question, {"from": "2010-01-01"}))
    assert [(name, words) for name, _, words in found.nearest] == [("from", "2005-12-31")]
    assert found.line == 13
    assert found.pattern.startswith("FILTER")


def test_every_question_says_why_it_is_empty_and_every_value_it_proposes_gives_rows(
    project: Project, store: Store
) -> None:
    explained = proposed = 0
    for question in list_questions(project):
        for parameter in question.parameters:
            if parameter.type.startswith("xsd:"):
                continue
            things = {"rdfs:Resource": "cim:Country"}.get(parameter.type, parameter.type)
            for thing in sorted(list_instances(store, things), key=lambda it: it.value)[:6]:
                if not ask(store, question, {parameter.name: thing}).rows:
                    found = explain_emptiness(store, question, {parameter.name: thing})
                    assert f"line {found.line} of the question" in found.explain(ENGLISH)
                    if parameter.type != "rdfs:Resource":
                        assert {value for _, value, _ in found.nearest} <= list_instances(store, things)
                    assert all(ask(store, question, {name: value}).rows for name, value, _ in found.nearest)
                    explained += 1
                    proposed += bool(found.nearest)
    assert explained > 10
    assert proposed > explained / 2


def test_a_thing_that_only_a_filter_uses_gets_a_near_value_too(project: Project, store: Store) -> None:
    question = find_question(project, "recommendations")
    parameters = read_parameters(store, question, {"to": "CICAD"})
    assert not ask(store, question, parameters).rows
    assert explain_emptiness(store, question, parameters).nearest
