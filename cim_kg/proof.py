"""The proof of each row of an answer: the ways it came about, and the passages that state the facts of each.

The question's WHERE is run with nothing projected away. Each solution, with one walk for each
property path in it, is a way; its facts are the triples of the patterns it matched. What the ontology or a
reference set says needs no evidence. Absence is proved by the ?scope that stands beside it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, product

from pyoxigraph import DefaultGraph, NamedNode, Store

from cim_kg import sparql
from cim_kg.answers import Answer, Row, bind, list_rows, solve
from cim_kg.catalog import Question, read_constant
from cim_kg.namespaces import INFERRED_FROM, RDF_TYPE
from cim_kg.paths import Place, Walks, find_walks
from cim_kg.store import Fact, Term, find_facts, is_evidence

Solution = Mapping[str, Term]


@dataclass(frozen=True)
class Evidence:
    """A fact, and the passages or sources that state it, in their order."""

    fact: Fact
    passages: tuple[NamedNode, ...]


@dataclass(frozen=True)
class Way:
    """What is bound in one solution behind a row, its facts, and the passages that an inferred date in it rests on."""

    solution: tuple[tuple[str, Term], ...]
    facts: tuple[Evidence, ...]
    grounds: tuple[NamedNode, ...]

    @cached_property
    def passages(self) -> tuple[NamedNode, ...]:
        """The grounds, and every passage that alone states all the facts; failing that, the first smallest set."""
        stating = [set(evidence.passages) for evidence in self.facts]
        whole = set.intersection(*stating) if stating else set()
        return _sort((whole or _cover(stating)).union(self.grounds))


@dataclass(frozen=True)
class Proof:
    """All ways in which a row came about."""

    ways: tuple[Way, ...]

    @cached_property
    def passages(self) -> tuple[NamedNode, ...]:
        """The passages of all ways, each once, in their order."""
        return _sort({passage for way in self.ways for passage in way.passages})


@dataclass(frozen=True)
class Answered:
    """The answer to one choice of parameters, and the proof of each of its rows."""

    answer: Answer
    proofs: tuple[Proof, ...]


@dataclass(frozen=True)
class Memory:
    """What was looked up in a store for one question; its answers to other parameters rest on much the same."""

    evidence: dict[Fact, Evidence] = field(default_factory=dict)
    ways: dict[frozenset[tuple[str, Term]], tuple[Way, ...]] = field(default_factory=dict)


def answer(store: Store, question: Question, parameters: Mapping[str, Term], memory: Memory | None = None) -> Answered:
    """The answer to a question with the proof of each row."""
    proofs = prove(store, bind(question, parameters), memory)
    return Answered(Answer(question, parameters, tuple(proofs)), tuple(proofs.values()))


def prove(store: Store, select: sparql.Select, memory: Memory | None = None) -> dict[Row, Proof]:
    """The rows of a query in their order, each with its proof.

    They are what the ways lead to, so that WHERE is run once; but what is computed over several is asked for.
    """
    prover = _Prover(store, select, memory or Memory())
    plain = [i for i, column in enumerate(select.columns) if not column.aggregate]
    ways: dict[Row, dict[int, Way]] = {}
    for solution in solve(store, select):
        found = ways.setdefault(tuple(solution.get(select.columns[i].name) for i in plain), {})
        found.update((id(way), way) for way in prover.list_ways(solution))
    proofs = {row: Proof(_order(found.values())) for row, found in ways.items()}
    if len(plain) == len(select.columns):
        return proofs
    return {row: proofs[tuple(row[i] for i in plain)] for row in list_rows(store, select)}


def _cover(stating: Sequence[set[NamedNode]]) -> set[NamedNode]:
    """The first smallest set of passages that has one of those that state each fact."""
    only = {passage for passages in stating if len(passages) == 1 for passage in passages}
    others = [passages for passages in stating if only.isdisjoint(passages)]
    for size in range(len(others) + 1):
        for chosen in combinations(_sort(set().union(*others)), size):
            if not any(passages.isdisjoint(chosen) for passages in others):
                return only.union(chosen)
    raise AssertionError("one passage for each fact would do")


def _order(ways: Iterable[Way]) -> tuple[Way, ...]:
    return tuple(sorted(ways, key=lambda way: ([it.fact.sort_key for it in way.facts], str(way.solution))))


def _sort(names: set[NamedNode]) -> tuple[NamedNode, ...]:
    return tuple(sorted(names, key=lambda name: name.value))


def _list_telling(where: sparql.Group) -> Iterator[str]:
    """The variables whose values decide which facts a solution rests on: those of patterns, graphs and branches."""
    for element, group in sparql.walk(where):
        yield from (name for name, _ in sparql.find_constants(group))
        match element:
            case sparql.TriplePattern(subject, path, value):
                yield from (it.text[1:] for it in (subject, *path, value) if it.kind == "variable")
            case sparql.InGraph(name, _):
                yield name.text[1:]


class _Prover:
    """One query over one store."""

    def __init__(self, store: Store, select: sparql.Select, memory: Memory) -> None:
        self._store = store
        self._prefixes = select.prefixes
        self._where = select.where
        self._constants: dict[str, Term] = {"a": RDF_TYPE}
        self._evidence = memory.evidence
        self._telling = set(_list_telling(select.where))
        self._ways = memory.ways
        self._walks: dict[tuple[int, Term, NamedNode | DefaultGraph], Walks] = {}

    def list_ways(self, solution: Solution) -> tuple[Way, ...]:
        """The ways of a solution, the same for solutions that rest on the same facts.

        One for each choice of walks, those left out that need more than another.
        """
        told = frozenset(it for it in solution.items() if it[0] in self._telling)
        if told not in self._ways:
            self._ways[told] = tuple(self._list_ways(dict(sorted(told, key=str))))
        return self._ways[told]

    def _list_ways(self, solution: Solution) -> Iterator[Way]:
        choices = self._read_group(self._where, solution, None)
        chosen = {
            frozenset(fact for facts in choice for fact in facts if self._find(fact).passages)
            for choice in product(*choices)
        }
        for facts in chosen:
            if not any(other < facts for other in chosen):
                ordered = sorted(facts, key=lambda fact: fact.sort_key)
                yield Way(tuple(solution.items()), tuple(map(self._find, ordered)), self._find_grounds(ordered))

    def _read_group(
        self, group: sparql.Group, solution: Solution, graph: NamedNode | None
    ) -> Iterator[list[frozenset[Fact]]]:
        """For each pattern that the solution matched, the sets of facts by which it can have done so."""
        for element in group.elements:
            match element:
                case sparql.TriplePattern():
                    yield self._match(element, solution, graph)
                case sparql.OptionalPart(inner):
                    matched = list(self._read_group(inner, solution, graph))
                    if all(matched):
                        yield from matched
                case sparql.Union(branches):
                    taken = next((branch for branch in branches if self._is_taken(branch, solution)), None)
                    yield from self._read_group(taken, solution, graph) if taken else [[]]
                case sparql.InGraph(name, inner):
                    named = self._read(name, solution)
                    yield from self._read_group(inner, solution, named) if isinstance(named, NamedNode) else [[]]

    def _is_taken(self, branch: sparql.Group, solution: Solution) -> bool:
        constants = sparql.find_constants(branch)
        return all(solution.get(name) == self._read(token, solution) for name, token in constants)

    def _match(
        self, pattern: sparql.TriplePattern, solution: Solution, graph: NamedNode | None
    ) -> list[frozenset[Fact]]:
        """The ways to match the pattern; none where it belongs to an OPTIONAL that was not taken."""
        subject, value = self._read(pattern.subject, solution), self._read(pattern.object, solution)
        if subject is None or value is None:
            return []
        if len(pattern.path) > 1:
            return list(self._walk(pattern.path, subject, graph or DefaultGraph()).get(value, ()))
        predicate = self._read(pattern.path[0], solution)
        if not isinstance(subject, NamedNode) or not isinstance(predicate, NamedNode):
            return []
        told = find_facts(self._store, subject, predicate, value, graph or DefaultGraph())
        return [frozenset({fact}) for fact in told]

    def _walk(self, path: tuple[sparql.Token, ...], start: Term, graph: NamedNode | DefaultGraph) -> Walks:
        """Where the path leads from there; many solutions go over the same ways."""
        key = (id(path), start, graph)
        if key not in self._walks:
            self._walks[key] = find_walks(Place(self._store, graph, self._name), path, start)
        return self._walks[key]

    def _name(self, token: sparql.Token) -> NamedNode:
        """The predicate that a token of a path names; a path holds no variable."""
        predicate = self._read(token, {})
        assert isinstance(predicate, NamedNode)
        return predicate

    def _read(self, token: sparql.Token, solution: Solution) -> Term | None:
        """What the token means in the solution; None for a variable that is not bound."""
        if token.kind == "variable":
            return solution.get(token.text[1:])
        if token.text not in self._constants:
            self._constants[token.text] = read_constant(self._prefixes, token)
        return self._constants[token.text]

    def _find(self, fact: Fact) -> Evidence:
        """The fact with its evidence: none where a reference set or the ontology says so too."""
        if fact not in self._evidence:
            triple = (fact.subject, fact.predicate, fact.value)
            stating = {it.graph for it in find_facts(self._store, *triple, fact.graph) if it.graph}
            passages = _sort(stating) if all(map(is_evidence, stating)) else ()
            self._evidence[fact] = Evidence(fact, passages)
        return self._evidence[fact]

    def _find_grounds(self, facts: list[Fact]) -> tuple[NamedNode, ...]:
        inferred = (it for fact in facts for it in find_facts(self._store, fact.subject, INFERRED_FROM))
        return _sort(
            {
                name
                for it in inferred
                for name in (it.graph, it.value)
                if isinstance(name, NamedNode) and is_evidence(name)
            }
        )
