"""Every row of every question has a proof that is sufficient and necessary, as design and docs/words.md define it.

Both are tested with SPARQL alone, over stores that hold no more than what the proof names.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, QuerySolutions, Store

from cim_kg import sparql
from cim_kg.answers import Answer, ask, read_parameters
from cim_kg.catalog import Question, find_question, list_questions, read_question, split_example
from cim_kg.names import shorten
from cim_kg.namespaces import INFERRED_FROM
from cim_kg.places import Project, locate
from cim_kg.proof import Proof, Way, answer
from cim_kg.store import Fact, is_evidence

ASKED = [
    (question.name, words)
    for question in list_questions(locate())
    for words in ({}, split_example(question))
    if all(parameter.name in words for parameter in question.parameters if parameter.required)
]
EVERY_ANSWER = pytest.mark.parametrize(
    ("name", "words"), ASKED, ids=[f"{name}-{'example' if words else 'all'}" for name, words in ASKED]
)


def ask_with_proof(
    project: Project, store: Store, name: str, words: dict[str, str]
) -> tuple[Answer, tuple[Proof, ...]]:
    question = find_question(project, name)
    answered = answer(store, question, read_parameters(store, question, words))
    return answered.answer, answered.proofs


def list_quads(store: Store, fact: Fact) -> list[Quad]:
    """A fact in the union, and in the graphs that state it."""
    found = list(store.quads_for_pattern(fact.subject, fact.predicate, fact.value, fact.graph))
    return [*found, Quad(fact.subject, fact.predicate, fact.value, DefaultGraph())]


def unite(quad: Quad) -> Quad:
    """The quad's triple in the union."""
    return Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())


def list_denied(question: Question) -> Iterator[re.Pattern[str]]:
    """For each pattern inside a NOT EXISTS what the triples look like that match it."""
    prefixes = {name: iri.text[1:-1] for name, iri in question.tree.prefixes.items()}

    def spell(token: sparql.Token) -> str:
        if token.text == "a":
            return re.escape("<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>")
        if token.kind == "name":
            prefix, local = token.text.split(":", 1)
            return re.escape(f"<{prefixes[prefix]}{local}>")
        return ".*"

    for element, _ in sparql.walk(question.tree.where):
        if isinstance(element, sparql.NotExists):
            for inner, _ in sparql.walk(element.group):
                if isinstance(inner, sparql.TriplePattern):
                    alone = len(inner.path) == 1
                    ends = (spell(inner.subject), spell(inner.object)) if alone else (".*", ".*")
                    for step in inner.path:
                        if step.kind in {"name", "variable", "word"}:
                            yield re.compile(f"{ends[0]} {spell(step)} {ends[1]}")


def make_ground(store: Store, question: Question) -> Store:
    """The ontology, the reference sets, and all triples that match a pattern inside a NOT EXISTS."""
    denied = list(list_denied(question))
    ground = Store()
    for quad in store:
        in_evidence = isinstance(quad.graph_name, NamedNode) and is_evidence(quad.graph_name)
        is_named = isinstance(quad.graph_name, NamedNode)
        if (is_named and not in_evidence) or any(pattern.fullmatch(str(quad.triple)) for pattern in denied):
            ground.add(quad)
            ground.add(unite(quad))
    return ground


def solve(store: Store, answer: Answer) -> list[dict[str, object]]:
    """All solutions of the WHERE, nothing projected away."""
    text = answer.question.text
    for name, term in answer.parameters.items():
        before, after = text.split(f"VALUES ${name} {{ UNDEF }}")
        text = f"{before}VALUES ${name} {{ {term} }}{after}"
    whole = re.sub(r"SELECT DISTINCT [^{]*WHERE", "SELECT DISTINCT * WHERE", text)
    solutions = store.query(re.sub(r"\n(GROUP|ORDER) BY [^{}]*\Z", "", whole))
    assert isinstance(solutions, QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    return [{name: solution[name] for name in names if solution[name] is not None} for solution in solutions]


@EVERY_ANSWER
def test_a_row_comes_back_from_the_passages_of_its_proof(
    name: str, words: dict[str, str], project: Project, store: Store
) -> None:
    answer, proofs = ask_with_proof(project, store, name, words)
    ground = make_ground(store, answer.question)
    for row, proof in zip(answer.rows, proofs, strict=True):
        told = [quad for passage in proof.passages for quad in store.quads_for_pattern(None, None, None, passage)]
        kept = Store()
        kept.bulk_extend([*ground, *told, *map(unite, told)])
        assert row in ask(kept, answer.question, answer.parameters).rows, f"{row} needs more than {proof.passages}"


@EVERY_ANSWER
def test_a_way_comes_back_from_its_facts_and_from_no_fewer(
    name: str, words: dict[str, str], project: Project, store: Store
) -> None:
    answer, proofs = ask_with_proof(project, store, name, words)
    ground = make_ground(store, answer.question)
    ways = [way for proof in proofs for way in proof.ways]
    for way in ways:
        added = [it for evidence in way.facts for it in list_quads(store, evidence.fact) if it not in ground]
        ground.extend(added)
        assert comes_back(way, ground, answer), f"{way} lacks a fact"
        for evidence in way.facts:
            removed = [quad for quad in list_quads(store, evidence.fact) if quad in ground]
            for quad in removed:
                ground.remove(quad)
            if comes_back(way, ground, answer):
                assert has_another_walk(way, ways, evidence.fact), f"{evidence.fact} is not needed for {way.solution}"
            ground.extend(removed)
        for quad in added:
            ground.remove(quad)


def comes_back(way: Way, ground: Store, answer: Answer) -> bool:
    return any(set(way.solution) <= solution.items() for solution in solve(ground, answer))


def has_another_walk(way: Way, ways: list[Way], fact: Fact) -> bool:
    """Whether a way of the same solution, by another walk of a path, goes without the fact."""
    return any(
        other.solution == way.solution and fact not in [evidence.fact for evidence in other.facts] for other in ways
    )


@EVERY_ANSWER
def test_every_row_leads_to_a_passage_and_every_fact_to_those_that_state_it(
    name: str, words: dict[str, str], project: Project, store: Store
) -> None:
    answer, proofs = ask_with_proof(project, store, name, words)
    assert len(proofs) == len(answer.rows)
    for proof in proofs:
        assert proof.passages
        for way in proof.ways:
            for evidence in way.facts:
                assert set(way.passages) & set(evidence.passages)
                for passage in evidence.passages:
                    fact = evidence.fact
                    assert list(store.quads_for_pattern(fact.subject, fact.predicate, fact.value, passage))


@EVERY_ANSWER
def test_the_grounds_of_what_is_inferred_belong_to_the_proof(
    name: str, words: dict[str, str], project: Project, store: Store
) -> None:
    _, proofs = ask_with_proof(project, store, name, words)
    for way in (way for proof in proofs for way in proof.ways):
        subjects = {evidence.fact.subject for evidence in way.facts}
        grounds = {
            quad.object for it in subjects for quad in store.quads_for_pattern(it, INFERRED_FROM, None, DefaultGraph())
        }
        assert grounds <= set(way.passages)


def test_the_year_that_only_the_reports_own_date_decides_is_proved_by_it(project: Project, store: Store) -> None:
    answer, proofs = ask_with_proof(project, store, "timeline", {"from": "2003-06-18", "to": "2003-06-18"})
    words = answer.columns.index("words")
    told = {str(row[words]): proof.passages for row, proof in zip(answer.rows, proofs, strict=True)}
    names = [passage.value.rsplit("/", 1)[1] for passage in told['"June 18"@en']]
    assert names == ["01.05", "03.03", "cim-report-2004"]


@EVERY_ANSWER
def test_no_passage_and_no_walk_of_a_way_can_be_spared(
    name: str, words: dict[str, str], project: Project, store: Store
) -> None:
    _, proofs = ask_with_proof(project, store, name, words)
    ways = [way for proof in proofs for way in proof.ways]
    for way in ways:
        stating = [set(evidence.passages) for evidence in way.facts]
        shown = set().union(*stating) & set(way.passages)
        if not any(all(passage in passages for passages in stating) for passage in shown):
            for passage in shown - set(way.grounds):
                assert any(passages & shown == {passage} for passages in stating), f"{passage} can be spared"
        else:
            assert all(passage in passages for passage in shown - set(way.grounds) for passages in stating)
    by_solution: dict[object, list[set[Fact]]] = {}
    for way in ways:
        by_solution.setdefault(way.solution, []).append({evidence.fact for evidence in way.facts})
    for walks in by_solution.values():
        assert not any(one < other for one in walks for other in walks)


ODD = """
PREFIX cim: <https://w3id.org/cim-kg/ontology#>
PREFIX id: <https://w3id.org/cim-kg/id/>
SELECT DISTINCT ?part ?whole WHERE {{ ?part cim:partOf ?whole . {} }} ORDER BY STR(?part) STR(?whole)
"""


@pytest.mark.parametrize(
    "optional",
    [
        "OPTIONAL { ?part cim:place ?p . {?part cim:actor ?k BIND(1 AS ?m)} UNION {?part cim:role ?k BIND(2 AS ?m)} }",
        "OPTIONAL { GRAPH ?g { ?part cim:place ?k } }",
        "OPTIONAL { ?part ?k id:org.cim }",
        "OPTIONAL { ?whole cim:number ?v . OPTIONAL { ?v cim:actor ?z } }",
    ],
)  # fmt: skip
def test_an_optional_that_is_not_taken_proves_nothing(
    optional: str, store: Store, prefixes: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "odd.rq"
    header = (
        "#+ summary: s\n#+ question: q\n#+ why: w\n#+ reading: r\n#+ column: part: p\n#+ column: whole: w\n"
        "#+ parameter: x (xsd:string, optional): x\n#+ tags: evidence\n#+ example: x=y"
    )
    body = ODD.format(optional).replace("WHERE {", "WHERE { VALUES $x { UNDEF }")
    path.write_text(header + body, encoding="utf-8")
    answered = answer(store, read_question(path, prefixes), {})
    assert answered.proofs
    for proof in answered.proofs:
        assert proof.passages
        assert {shorten(it.fact.predicate) for way in proof.ways for it in way.facts} <= {
            "ontology#partOf",
            "ontology#number",
        }
