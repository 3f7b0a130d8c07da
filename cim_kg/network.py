"""The graph as things and arrows: what a reader sees of it, without the nodes that only bind things.

A *thing* is an actor, a document, an activity or a place; a kind of actors that a passage names without saying
who they are is one too, of the kind “category”. An *arrow* is a fact that leads from one thing to another, or a
node of a class for which the ontology declares where its arrow starts and ends. Where such an end is itself a
node with an arrow, as the mandate that a phase fulfils, the arrow goes on to where that one starts: to the
resolution. What a reference set alone says is identity: its arrows have no passage.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from pyoxigraph import DefaultGraph, NamedNode, Store

from cim_kg.namespaces import (
    ARROW_LABEL,
    ARROW_SOURCE,
    ARROW_TARGET,
    CONCEPT,
    IN_SCHEME,
    ONTOLOGY,
    RDF_TYPE,
    RDFS_SUBCLASS,
)
from cim_kg.proof import Evidence, Way
from cim_kg.store import Fact, find_facts, is_stated

KINDS: Mapping[str, tuple[str, ...]] = {
    "actor": ("Actor",),
    "category": (),
    "instrument": ("Document", "MediaItem"),
    "activity": ("Activity",),
    "place": ("Place",),
}
_CATEGORIES = NamedNode(CONCEPT + "category")


@dataclass(frozen=True)
class Thing:
    """What is drawn as a node: its kind is a key of KINDS, its class that of the ontology."""

    node: NamedNode
    kind: str
    type: NamedNode


@dataclass(frozen=True)
class Arrow:
    """What is drawn from one thing to another.

    `relation` is the predicate of a fact, or the class of `node`, which `labels` then say more of (a role, a kind of
    work). `facts` are those that lead from end to end; none has a passage where a reference set alone says it.
    """

    source: NamedNode
    target: NamedNode
    relation: NamedNode
    node: NamedNode | None
    labels: tuple[NamedNode, ...]
    facts: tuple[Evidence, ...]

    @cached_property
    def passages(self) -> tuple[NamedNode, ...]:
        """Every passage that alone states all its facts; failing that, the first smallest set that does."""
        return Way((), tuple(it for it in self.facts if it.passages), ()).passages


@dataclass(frozen=True)
class Network:
    """Things, sorted by their names, and arrows, sorted by their ends."""

    things: tuple[Thing, ...]
    arrows: tuple[Arrow, ...]


def read_network(store: Store) -> Network:
    """The network of all that the store tells."""
    reader = _Reader(store)
    arrows = sorted(reader.list_arrows(), key=_order)
    drawn = {end for arrow in arrows for end in (arrow.source, arrow.target)}
    things = [thing for thing in reader.things.values() if thing.kind != "category" or thing.node in drawn]
    return Network(tuple(sorted(things, key=lambda it: it.node.value)), tuple(arrows))


def _order(arrow: Arrow) -> tuple[str, ...]:
    node = arrow.node.value if arrow.node else ""
    return arrow.source.value, arrow.target.value, arrow.relation.value, node, *(it.fact.sort_key for it in arrow.facts)


class _Reader:
    """One store; remembers its things and what the ontology says of arrows."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.things = {thing.node: thing for thing in self._list_things()}
        self._ends = {side: self._read_ends(side) for side in (ARROW_SOURCE, ARROW_TARGET, ARROW_LABEL)}

    def list_arrows(self) -> Iterator[Arrow]:
        """The arrows of n-ary nodes and those of facts."""
        for kind in sorted(self._ends[ARROW_SOURCE], key=lambda it: it.value):
            for told in find_facts(self._store, None, RDF_TYPE, kind, DefaultGraph()):
                yield from self._draw_node(told.subject, kind)
        for fact in find_facts(self._store, graph=DefaultGraph()):
            if fact.subject in self.things and isinstance(fact.value, NamedNode) and fact.predicate != RDF_TYPE:
                for end, facts in self._reach(fact.value):
                    if end != fact.subject:
                        yield self._draw(fact.subject, end, fact.predicate, None, (fact, *facts))

    def _list_things(self) -> Iterator[Thing]:
        for kind, classes in KINDS.items():
            for type_ in self._list_below(NamedNode(ONTOLOGY + name) for name in classes):
                for fact in find_facts(self._store, None, RDF_TYPE, type_, DefaultGraph()):
                    yield Thing(fact.subject, kind, type_)
        for fact in find_facts(self._store, None, IN_SCHEME, _CATEGORIES, DefaultGraph()):
            yield Thing(fact.subject, "category", _CATEGORIES)

    def _list_below(self, classes: Iterable[NamedNode]) -> list[NamedNode]:
        """The classes and all below them."""
        found = list(classes)
        for above in found:
            below = find_facts(self._store, None, RDFS_SUBCLASS, above, DefaultGraph())
            found += sorted({it.subject for it in below} - set(found), key=lambda it: it.value)
        return found

    def _read_ends(self, side: NamedNode) -> dict[NamedNode, list[NamedNode]]:
        """The properties that lead to a side of an arrow, by class, those below it included."""
        ends: dict[NamedNode, list[NamedNode]] = {}
        for fact in sorted(find_facts(self._store, predicate=side, graph=DefaultGraph()), key=lambda it: it.sort_key):
            for kind in self._list_below([fact.subject]):
                if isinstance(fact.value, NamedNode):
                    ends.setdefault(kind, []).append(fact.value)
        return ends

    def _draw_node(self, node: NamedNode, kind: NamedNode) -> Iterator[Arrow]:
        sources = list(self._follow(node, kind, ARROW_SOURCE))
        targets = list(self._follow(node, kind, ARROW_TARGET))
        labels = sorted({fact.value for fact in self._list_side(node, kind, ARROW_LABEL)}, key=str)
        named = tuple(it for it in labels if isinstance(it, NamedNode))
        for (source, before), (target, after) in product(sources, targets):
            if source != target:
                yield self._draw(source, target, kind, node, (*before, *after), named)

    def _follow(
        self, node: NamedNode, kind: NamedNode, side: NamedNode, come: frozenset[NamedNode] = frozenset()
    ) -> Iterator[tuple[NamedNode, list[Fact]]]:
        """The things on a side of a node's arrow, each with the facts that lead there."""
        for fact in self._list_side(node, kind, side):
            if isinstance(fact.value, NamedNode):
                for end, facts in self._reach(fact.value, come | {node}):
                    yield end, [fact, *facts]

    def _reach(
        self, node: NamedNode, come: frozenset[NamedNode] = frozenset()
    ) -> Iterator[tuple[NamedNode, list[Fact]]]:
        """The thing itself; of a node with an arrow, the things that its arrow starts from, over none `come` from."""
        if node in self.things:
            yield node, []
        elif node not in come:
            for told in find_facts(self._store, node, RDF_TYPE, graph=DefaultGraph()):
                if isinstance(told.value, NamedNode):
                    yield from self._follow(node, told.value, ARROW_SOURCE, come)

    def _list_side(self, node: NamedNode, kind: NamedNode, side: NamedNode) -> list[Fact]:
        found = (
            fact
            for predicate in self._ends[side].get(kind, ())
            for fact in find_facts(self._store, node, predicate, graph=DefaultGraph())
        )
        return sorted(found, key=lambda it: it.sort_key)

    def _draw(
        self,
        source: NamedNode,
        target: NamedNode,
        relation: NamedNode,
        node: NamedNode | None,
        facts: Iterable[Fact],
        labels: tuple[NamedNode, ...] = (),
    ) -> Arrow:
        return Arrow(source, target, relation, node, labels, tuple(map(self._find_evidence, facts)))

    def _find_evidence(self, fact: Fact) -> Evidence:
        told = find_facts(self._store, fact.subject, fact.predicate, fact.value)
        stating = sorted({it.graph for it in told if it.graph and is_stated(it)}, key=lambda it: it.value)
        return Evidence(fact, tuple(stating))
