"""The rules: each goes red over its own example and no other does, and the project's graph breaks none."""

import re
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from cim_kg.namespaces import ID, ONTOLOGY, SH_SELECT, SH_SEVERITY, SHACL, SHAPES
from cim_kg.places import Project
from cim_kg.serialization import read_quads
from cim_kg.store import load_store
from cim_kg.validation import Rules, find_faults, read_rules

EXAMPLES = Path(__file__).parent / "examples"


@pytest.fixture(scope="module")
def rules(project: Project) -> Rules:
    return read_rules(project)


@pytest.fixture(scope="module")
def identities(project: Project) -> list[Quad]:
    """The ontology and the reference sets: what an example in Turtle is laid beside."""
    return list(load_store(project, reference_only=True))


@pytest.fixture(scope="module")
def knowledge(project: Project) -> list[Quad]:
    """The whole project: what an example with named graphs is laid over."""
    return list(load_store(project))


def list_rules(rules: Rules) -> set[str]:
    """The names of the rules: all that have a severity."""
    named = (triple.subject for triple in rules.triples if triple.predicate == SH_SEVERITY)
    return {node.value.removeprefix(SHAPES) for node in named if isinstance(node, NamedNode)}


def find_broken_rules(beside: list[Quad], example: Path, rules: Rules) -> set[str]:
    """The rules that the things of an example break."""
    store = Store()
    store.bulk_extend(beside)
    quads = read_quads(example)
    for quad in quads:
        store.add(quad)
        store.add(Quad(*quad.triple))
    nodes = [
        node for quad in quads for node in (quad.subject, quad.graph_name) if isinstance(node, NamedNode | BlankNode)
    ]
    things = {node.value for node in nodes}
    findings = find_faults(store, rules, focus=[node for node in nodes if isinstance(node, NamedNode)])
    return {finding.rule for finding in findings if {finding.thing, finding.value} & things}


@pytest.mark.parametrize("example", sorted(EXAMPLES.glob("*.fail.*")), ids=lambda path: path.name)
def test_an_example_breaks_its_rule_and_only_it(
    example: Path, identities: list[Quad], knowledge: list[Quad], rules: Rules
) -> None:
    beside = knowledge if example.suffix == ".trig" else identities
    assert find_broken_rules(beside, example, rules) == {example.name.split(".")[0]}


@pytest.mark.parametrize(
    "example",
    [
        "value-has-the-class-of-the-range.fail.ttl",
        "phase-has-a-number.fail.ttl",
        "passage-gives-no-preferred-name.fail.trig",
    ],
    ids=["a query", "a property", "a rule on evidence"],
)
def test_a_fault_is_told_once_and_in_every_language(example: str, project: Project, identities: list[Quad]) -> None:
    name = example.partition(".")[0]
    store = Store()
    store.bulk_extend(identities)
    quads = read_quads(EXAMPLES / example)
    store.bulk_extend([*quads, *(Quad(*quad.triple) for quad in quads)])
    found = [it for it in find_faults(store, read_rules(project, "es", "pt", "fr")) if it.rule == name]
    assert len(found) == len({(it.thing, it.value) for it in found}) > 0
    for finding in found:
        assert {language for language, _ in finding.translations} == {"es", "pt", "fr"}
        texts = [finding.message, *dict(finding.translations).values()]
        assert len(set(texts)) == 4
        assert not any("{" in text for text in texts)


def test_a_tab_in_a_value_does_not_end_the_language_of_a_message(store: Store, rules: Rules) -> None:
    damaged = Store()
    damaged.bulk_extend(store)
    phase = NamedNode(ID + "phase.phase-ii")
    damaged.add(Quad(phase, NamedNode(ONTOLOGY + "activityStatus"), Literal("between\ttwo")))
    told = [it.message for it in find_faults(damaged, rules, focus=[phase]) if "between" in it.message]
    assert told
    assert all("\t" in it and it.endswith(".") for it in told)


def test_every_rule_has_an_example(rules: Rules) -> None:
    assert list_rules(rules) == {path.name.split(".")[0] for path in EXAMPLES.iterdir()}


def test_an_example_says_first_what_is_wrong_with_it() -> None:
    silent = [path.name for path in EXAMPLES.iterdir() if not re.match(r"# [A-Z].*\.\n\n", path.read_text())]
    assert silent == []


def test_the_project_breaks_no_rule(store: Store, rules: Rules) -> None:
    findings = [finding for finding in find_faults(store, rules) if finding.severity != "Info"]
    assert findings == []


def test_a_mistyped_class_in_a_rule_is_seen(store: Store, rules: Rules) -> None:
    shape, target, wrong = (NamedNode(it) for it in (SHAPES + "Phase", SHACL + "targetClass", ONTOLOGY + "Phse"))
    findings = find_faults(store, Rules((*rules.triples, Triple(shape, target, wrong)), rules.prefixes), focus=[])
    assert ("used-name-is-declared", wrong.value) in {(finding.rule, finding.thing) for finding in findings}


def test_no_rule_is_made_of_what_pyshacl_gets_wrong(rules: Rules) -> None:
    wrong = {"node", "or", "and", "not", "xone", "qualifiedValueShape"}
    used = {triple.predicate.value.removeprefix(SHACL) for triple in rules.triples}
    assert used & wrong == set()


def test_a_query_of_a_rule_uses_declared_names_only(project: Project, store: Store, rules: Rules) -> None:
    spaces = dict(re.findall(r"PREFIX (\w+): <(.*)>", rules.prefixes))
    queries = [it.object.value for it in rules.triples if it.predicate == SH_SELECT and isinstance(it.object, Literal)]
    names = {pair for text in queries for pair in re.findall(r"\b(cim|concept|id):([\w.-]*\w)", text)}
    used = {NamedNode(spaces[prefix] + name) for prefix, name in names}
    assert used
    assert [name for name in sorted(used, key=str) if not any(store.quads_for_pattern(name, None, None))] == []
