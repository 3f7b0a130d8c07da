"""What is drawn: things and arrows, as the ontology declares them."""

from collections import Counter

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from cim_kg.names import resolve
from cim_kg.namespaces import ID, ONTOLOGY, RDF_TYPE
from cim_kg.network import Arrow, read_network
from cim_kg.store import find_facts


def draw(store: Store, start: str, end: str) -> list[Arrow]:
    ends = resolve(store, start), resolve(store, end)
    return [arrow for arrow in read_network(store).arrows if (arrow.source, arrow.target) == ends]


def test_a_participation_is_an_arrow_with_its_role(store: Store) -> None:
    meeting = "First Inter-American Meeting on Cooperation Mechanisms against Organized Crime"
    [arrow] = draw(store, "CICAD", meeting)
    assert arrow.relation.value.endswith("#Participation")
    assert [it.value.rpartition("/")[2] for it in arrow.labels] == ["role.coordinator"]
    assert arrow.passages


def test_an_arrow_to_a_mandate_goes_on_to_its_instrument(store: Store) -> None:
    fulfilled = [arrow for arrow in read_network(store).arrows if arrow.relation.value.endswith("#fulfils")]
    assert fulfilled
    for arrow in fulfilled:
        assert [it.fact.predicate.value.rpartition("#")[2] for it in arrow.facts] == ["fulfils", "mandateOf"]


def test_every_stated_fact_between_two_things_is_an_arrow(store: Store) -> None:
    network = read_network(store)
    things = {thing.node for thing in network.things}
    drawn = {arrow.facts[0].fact[:3] for arrow in network.arrows if arrow.node is None}
    for fact in find_facts(store, graph=DefaultGraph()):
        if fact.subject in things and fact.value in things and fact.predicate != RDF_TYPE:
            assert fact[:3] in drawn


def test_no_node_that_only_binds_things_is_drawn(store: Store) -> None:
    plumbing = {"Participation", "Coverage", "Funding", "Membership", "StatedDate", "Scope", "Mandate", "Observation"}
    for thing in read_network(store).things:
        assert thing.type.value.rpartition("#")[2] not in plumbing


def test_what_a_reference_set_alone_says_has_no_passage(store: Store) -> None:
    silent = Counter(it.relation.value.rpartition("#")[2] for it in read_network(store).arrows if not it.passages)
    assert set(silent) == {"memberOf", "m49Region", "locatedIn", "subOrganizationOf", "postIn", "unitOf"}


def test_nodes_that_bind_each_other_in_a_circle_end() -> None:
    store = Store()
    kind, one, two = NamedNode(ONTOLOGY + "Mandate"), NamedNode(ID + "mandate.a"), NamedNode(ID + "mandate.b")
    source = NamedNode(ONTOLOGY + "mandateOf")
    triples = [
        (kind, NamedNode(ONTOLOGY + "arrowSource"), source),
        (kind, NamedNode(ONTOLOGY + "arrowTarget"), source),
        (one, RDF_TYPE, kind),
        (two, RDF_TYPE, kind),
        (one, source, two),
        (two, source, one),
    ]
    store.bulk_extend(Quad(*triple, DefaultGraph()) for triple in triples)
    assert read_network(store).arrows == ()
