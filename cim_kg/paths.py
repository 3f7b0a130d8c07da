"""The walks of a property path: from a thing to all those that it leads to, each with the facts gone over.

SPARQL 1.1, section 9. A query says only that two things are tied by a path; a proof needs the ties.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, NamedNode, Store

from cim_kg.sparql import Token
from cim_kg.store import Fact, Term, find_facts

Walk = frozenset[Fact]
Walks = dict[Term, set[Walk]]
_Step = Callable[[Term], Walks]


@dataclass(frozen=True)
class Place:
    """Where a path is walked: the store, one of its named graphs or the union, and what predicates tokens name."""

    store: Store
    graph: NamedNode | DefaultGraph
    read: Callable[[Token], NamedNode]


def find_walks(place: Place, path: Sequence[Token], start: Term) -> Walks:
    """Each thing that the path leads to from `start`, with the facts of each walk there that takes no thing twice."""
    return _Path(place, path).whole(start)


class _Path:
    """The path's tokens read from left to right, and turned into steps."""

    def __init__(self, place: Place, path: Sequence[Token]) -> None:
        self._place = place
        self._tokens = list(path)
        self.whole = self._alternatives(backwards=False)

    def _alternatives(self, backwards: bool) -> _Step:
        steps = [self._sequence(backwards)]
        while self._accept("|"):
            steps.append(self._sequence(backwards))
        return steps[0] if len(steps) == 1 else _either(steps)

    def _sequence(self, backwards: bool) -> _Step:
        steps = [self._element(backwards)]
        while self._accept("/"):
            steps.append(self._element(backwards))
        whole, *others = reversed(steps) if backwards else steps
        for step in others:
            whole = _chain(whole, step)
        return whole

    def _element(self, backwards: bool) -> _Step:
        backwards ^= self._accept("^")
        if self._accept("("):
            step = self._alternatives(backwards)
            self._accept(")")
        else:
            step = self._edge(self._place.read(self._tokens.pop(0)), backwards)
        if self._accept("*"):
            return _repeat(step)
        return _chain(step, _repeat(step)) if self._accept("+") else step

    def _accept(self, mark: str) -> bool:
        found = bool(self._tokens) and self._tokens[0].text == mark
        if found:
            self._tokens.pop(0)
        return found

    def _edge(self, predicate: NamedNode, backwards: bool) -> _Step:
        store, graph = self._place.store, self._place.graph

        def follow(start: Term) -> Walks:
            if isinstance(start, NamedNode):
                return {it.value: {frozenset({it})} for it in find_facts(store, start, predicate, graph=graph)}
            return {}

        def trace(end: Term) -> Walks:
            return {it.subject: {frozenset({it})} for it in find_facts(store, None, predicate, end, graph)}

        return trace if backwards else follow


def _either(steps: Sequence[_Step]) -> _Step:
    def step(start: Term) -> Walks:
        return _merge((end, walk) for one in steps for end, walks in one(start).items() for walk in walks)

    return step


def _chain(first: _Step, second: _Step) -> _Step:
    def step(start: Term) -> Walks:
        return _merge(
            (end, walk | onward)
            for middle, walks in first(start).items()
            for end, onwards in second(middle).items()
            for walk in walks
            for onward in onwards
        )

    return step


def _repeat(once: _Step) -> _Step:
    def step(start: Term) -> Walks:
        walks: Walks = {start: {frozenset()}}
        open_ends: list[tuple[Term, Walk, frozenset[Term]]] = [(start, frozenset(), frozenset({start}))]
        while open_ends:
            node, walk, seen = open_ends.pop()
            for end, onwards in once(node).items():
                if end not in seen:  # a cycle is a fault of the data, which validation reports
                    for onward in onwards:
                        walks.setdefault(end, set()).add(walk | onward)
                        open_ends.append((end, walk | onward, seen | {end}))
        return walks

    return step


def _merge(found: Iterable[tuple[Term, Walk]]) -> Walks:
    walks: Walks = {}
    for end, walk in found:
        walks.setdefault(end, set()).add(walk)
    return walks
