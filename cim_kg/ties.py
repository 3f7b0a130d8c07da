"""How two things are tied: over which things, by which stated facts, in which passages.

*Things* have a name. A *statement* is a node without one (a participation, a coverage, a mandate): it binds the
things that it names; a direct fact binds its two things as well. Where one statement refers to another, as
money does to the mandate that asks for it, both together bind the things of the one to those of the other.
A *tie* is a chain of things, each bound to the next, that takes no thing and no statement twice; it is as long
as the statements it takes, a direct fact being one. A *step* of it shows all shortest bonds of its two things,
so that two ties always differ in the things between.

Only what a passage states counts. What a reference set alone says (that an organ is a unit of its organization,
say) is identity: it tells who a thing is, not what it has to do with another. Never in the middle of a tie,
because two things that share one need not have to do with each other, but at its ends: classes, concepts,
documents and their paragraphs, continents and what is nearly as wide, scopes and dates.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise

import networkx as nx
from pyoxigraph import DefaultGraph, NamedNode, Store

from cim_kg.errors import ValueKindError
from cim_kg.names import label, shorten
from cim_kg.namespaces import ID, ONTOLOGY, RDF_TYPE, RDFS_SUBCLASS, SKOS_PREF_LABEL
from cim_kg.proof import Evidence, Way
from cim_kg.store import Fact, find_facts, is_stated

LIMIT = 3
_LOOKED_AT = 1000  # paths; the report of 2004 needs 300. In a crowded graph a tie may then be missed, none is wrong
_Pair = tuple[NamedNode, NamedNode]
_NEVER_BETWEEN = [
    NamedNode(ONTOLOGY + name) for name in ("ContinentalRegion", "Document", "Paragraph", "Scope", "StatedDate")
]


@dataclass(frozen=True)
class Bond:
    """What binds two things: the statements it leads over, none for a direct fact, and the facts that do it."""

    statements: tuple[NamedNode, ...]
    facts: tuple[Evidence, ...]

    @property
    def length(self) -> int:
        """How many statements it takes; a direct fact is one."""
        return len(self.statements) or 1

    @cached_property
    def passages(self) -> tuple[NamedNode, ...]:
        """Every passage that alone states all its facts; failing that, the first smallest set that does."""
        return Way((), self.facts, ()).passages


@dataclass(frozen=True)
class Step:
    """From one thing to the next, with all shortest bonds between them."""

    start: NamedNode
    end: NamedNode
    bonds: tuple[Bond, ...]


@dataclass(frozen=True)
class Tie:
    """A chain of steps from one thing to another."""

    steps: tuple[Step, ...]

    @property
    def length(self) -> int:
        """How many statements it takes."""
        return sum(step.bonds[0].length for step in self.steps)

    @property
    def between(self) -> tuple[NamedNode, ...]:
        """The things that it goes through, without its ends."""
        return tuple(step.start for step in self.steps[1:])


def find_ties(store: Store, start: NamedNode, end: NamedNode) -> tuple[Tie, ...]:
    """The three shortest ties of two things, or as many as there are: the shortest first, then by names.

    Raises ValueKindError where both are one thing.
    """
    if start == end:
        raise ValueKindError(
            f"A tie needs two things, and both are {label(store, start)}",
            f"Name another, or see all that is said of it with: cim-kg why {shorten(start)}",
        )
    evidence = _read_evidence(store)
    things, statements = _part(store, evidence, {start, end})
    network = _draw(evidence, things, statements)
    if start not in network or end not in network or not nx.has_path(network, start, end):
        return ()
    found = _take_shortest(network, things, nx.shortest_simple_paths(network, start, end, weight="halves"))
    return tuple(sorted(found, key=lambda tie: _order(store, tie))[:LIMIT])


def _order(store: Store, tie: Tie) -> tuple[int, int, list[tuple[str, str]]]:
    return tie.length, len(tie.steps), [(label(store, thing), thing.value) for thing in tie.between]


def _take_shortest(
    network: "nx.Graph[NamedNode]", things: set[NamedNode], paths: Iterable[list[NamedNode]]
) -> list[Tie]:
    """The first ties of paths that come the shortest first, with all that are as long as the last of them."""
    found: dict[tuple[NamedNode, ...], Tie] = {}
    longest = 0
    for path in islice(paths, _LOOKED_AT):
        length = nx.path_weight(network, path, weight="halves") // 2
        if len(found) >= LIMIT and length > longest:
            break
        stops = tuple(node for node in path if node in things)
        if stops not in found:
            tie = Tie(tuple(_make_step(network, things, *pair) for pair in pairwise(stops)))
            if tie.length == length:  # else its shortest bonds would take a statement twice
                found[stops], longest = tie, length
    return list(found.values())


def _make_step(network: "nx.Graph[NamedNode]", things: set[NamedNode], start: NamedNode, end: NamedNode) -> Step:
    between = network.subgraph((set(network) - things) | {start, end})
    paths = nx.all_shortest_paths(between, start, end, weight="halves")
    bonds = [bond for path in paths for bond in _list_bonds(network, path)]
    return Step(start, end, tuple(sorted(bonds, key=lambda bond: [it.fact.sort_key for it in bond.facts])))


def _list_bonds(network: "nx.Graph[NamedNode]", path: list[NamedNode]) -> Iterator[Bond]:
    """The bond over the statements between the ends of the path, or one for each direct fact of two things."""
    facts = [evidence for pair in pairwise(path) for evidence in network.edges[pair]["facts"]]
    if len(path) == 2:
        yield from (Bond((), (fact,)) for fact in facts)
    else:
        yield Bond(tuple(path[1:-1]), tuple(sorted(facts, key=lambda it: it.fact.sort_key)))


def _draw(
    evidence: Mapping[_Pair, list[Evidence]], things: set[NamedNode], statements: set[NamedNode]
) -> "nx.Graph[NamedNode]":
    """Things and statements as nodes, what is stated of both as an edge; into a statement and out of it is a half."""
    network: nx.Graph[NamedNode] = nx.Graph()
    for one, other in sorted(evidence, key=lambda pair: (pair[0].value, pair[1].value)):
        if one != other and {one, other} <= things | statements:
            halves = 1 if (one in things) != (other in things) else 2
            known = network.get_edge_data(one, other, default={"facts": []})
            network.add_edge(one, other, halves=halves, facts=known["facts"] + evidence[one, other])
    return network


def _part(
    store: Store, evidence: Mapping[_Pair, list[Evidence]], ends: set[NamedNode]
) -> tuple[set[NamedNode], set[NamedNode]]:
    """The things that a tie can lead over, with its ends, and the statements that can bind them."""
    named = {fact.subject for fact in find_facts(store, predicate=SKOS_PREF_LABEL, graph=DefaultGraph())}
    nodes = {node for pair in evidence for node in pair if node.value.startswith(ID)} - _list_never_between(store)
    return (nodes & named) | ends, nodes - named - ends


def _read_evidence(store: Store) -> dict[_Pair, list[Evidence]]:
    """The facts that passages state, each with its passages, by the two things that they are about."""
    stating: dict[_Pair, dict[Fact, set[NamedNode]]] = {}
    for fact in find_facts(store):
        if fact.graph and is_stated(fact) and isinstance(fact.value, NamedNode):
            by_fact = stating.setdefault((fact.subject, fact.value), {})
            by_fact.setdefault(fact._replace(graph=None), set()).add(fact.graph)
    return {
        ends: [Evidence(fact, tuple(sorted(found, key=lambda it: it.value))) for fact, found in by_fact.items()]
        for ends, by_fact in stating.items()
    }


def _list_never_between(store: Store) -> set[NamedNode]:
    """The things of the classes that a tie doesn't lead over, and of the classes below them."""
    classes, found = list(_NEVER_BETWEEN), set()
    for above in classes:
        found |= {fact.subject for fact in find_facts(store, predicate=RDF_TYPE, value=above, graph=DefaultGraph())}
        classes += [
            fact.subject for fact in find_facts(store, predicate=RDFS_SUBCLASS, value=above, graph=DefaultGraph())
        ]
    return found
