"""The walks of a property path: held against where Oxigraph says it leads, over random graphs, cyclic ones too."""

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, NamedNode, Quad, QuerySolutions, Store

from cim_kg import sparql
from cim_kg.namespaces import RDF_TYPE
from cim_kg.paths import Place, find_walks
from cim_kg.sparql import Token

NAME = "https://example.org/"
NODES = [NamedNode(f"{NAME}n{i}") for i in range(5)]
PREDICATES = ["<https://example.org/p>", "<https://example.org/q>"]

edges = st.tuples(st.integers(0, 4), st.integers(0, 4), st.sampled_from(PREDICATES))
forward = st.recursive(
    st.sampled_from(PREDICATES),
    lambda inner: st.tuples(inner, st.sampled_from("/|"), inner).map(lambda it: f"({it[0]}{it[1]}{it[2]})"),
    max_leaves=3,
)
repeated = st.tuples(forward, st.sampled_from(["", "*", "+"])).map(lambda it: f"({it[0]}){it[1]}")
paths = st.recursive(
    repeated,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("/|"), inner).map(lambda it: f"({it[0]}{it[1]}{it[2]})"),
        inner.map(lambda it: f"^({it})"),
    ),
    max_leaves=3,
)


def name_predicate(token: Token) -> NamedNode:
    return NamedNode(token.text[1:-1])


def make_store(graph: list[tuple[int, int, str]]) -> Store:
    """The edges in a store that knows every node: Oxigraph gives an unknown one no path of length zero."""
    store = Store()
    for node in NODES:
        store.add(Quad(node, RDF_TYPE, node, DefaultGraph()))
    for start, end, predicate in graph:
        store.add(Quad(NODES[start], NamedNode(predicate[1:-1]), NODES[end], DefaultGraph()))
    return store


def read_path(path: str) -> tuple[Token, ...]:
    pattern = sparql.parse(f"SELECT DISTINCT ?end WHERE {{ ?start {path} ?end }}").where.elements[0]
    assert isinstance(pattern, sparql.TriplePattern)
    return pattern.path


@given(graph=st.lists(edges, max_size=8), path=paths)
def test_walks_lead_where_the_path_leads_and_alone_suffice(graph: list[tuple[int, int, str]], path: str) -> None:
    store = make_store(graph)
    walks = find_walks(Place(store, DefaultGraph(), name_predicate), read_path(path), NODES[1])
    solutions = store.query(f"SELECT DISTINCT ?end WHERE {{ {NODES[1]} {path} ?end }}")
    assert isinstance(solutions, QuerySolutions)
    assert set(walks) == {solution["end"] for solution in solutions}
    for end, found in walks.items():
        for walk in found:
            alone = make_store([])
            alone.extend(Quad(it.subject, it.predicate, it.value, DefaultGraph()) for it in walk)
            assert alone.query(f"ASK {{ {NODES[1]} {path} {end} }}")
