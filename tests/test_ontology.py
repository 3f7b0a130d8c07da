"""The ontology under OWL 2 RL: its closure with the graph has no inconsistency, and would show one."""

import pytest
from owlrl import DeductiveClosure, OWLRL_Semantics
from pyoxigraph import DefaultGraph, Store
from rdflib import RDF, Graph, Namespace

CIM = Namespace("https://w3id.org/cim-kg/ontology#")
ID = Namespace("https://w3id.org/cim-kg/id/")
ERRORS = Namespace("http://www.daml.org/2002/03/agents/agent-ont#")


@pytest.fixture
def facts(store: Store) -> Graph:
    """The union of all graphs, for rdflib."""
    quads = store.quads_for_pattern(None, None, None, DefaultGraph())
    return Graph(bind_namespaces="none").parse(data="\n".join(f"{quad.triple} ." for quad in quads), format="nt")


def find_errors(facts: Graph) -> list[str]:
    """The inconsistencies that the closure under OWL 2 RL (OWL 2 Profiles, section 4.3) reports."""
    DeductiveClosure(OWLRL_Semantics).expand(facts)
    return [str(message) for message in facts.objects(None, ERRORS.error)]


def test_ontology_and_graph_are_consistent(facts: Graph) -> None:
    assert find_errors(facts) == []


def test_a_draft_typed_as_a_resolution_is_inconsistent(facts: Graph) -> None:
    facts.add((ID["draft.fighting-the-crime-of-trafficking"], RDF.type, CIM.Resolution))
    assert any("DraftResolution" in message and "disjoint" in message.lower() for message in find_errors(facts))


def test_a_participant_that_is_an_activity_is_inconsistent(facts: Graph) -> None:
    participation = ID["participation.anti-trafficking-workshop.cim.presenter"]
    facts.add((participation, CIM.actor, ID["event.travel-congress"]))
    assert find_errors(facts) != []
