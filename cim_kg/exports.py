"""The graph for others: every format carries which passage states what, unless it is left out on purpose."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store, Triple, serialize

from cim_kg.errors import UnknownNameError
from cim_kg.namespaces import (
    BASE,
    EVIDENCE,
    RDF_OBJECT,
    RDF_PREDICATE,
    RDF_STATEMENT,
    RDF_SUBJECT,
    RDF_TYPE,
)
from cim_kg.serialization import write_turtle
from cim_kg.store import Term, find_facts, is_stated
from cim_kg.suggestions import say_nearest

SUFFIXES = {"turtle": ".ttl", "trig": ".trig", "nquads": ".nq", "nt": ".nt", "jsonld": ".jsonld"}


def export(store: Store, prefixes: Mapping[str, str], format_name: str, evidence: bool = True) -> str:
    """The whole store as text, the same for the same facts.

    TriG and N-Quads keep the named graphs; Turtle, N-Triples and JSON-LD hold the union and, with
    `evidence`, cim:evidence on n-ary nodes and an rdf:Statement for every other fact.
    Raises UnknownNameError for a format that is none of SUFFIXES.
    """
    match format_name:
        case "trig":
            return _write_trig(store, prefixes)
        case "nquads":
            return _write_lines(f"{quad} ." for quad in store if isinstance(quad.graph_name, NamedNode))
        case "turtle":
            return write_turtle(_list_union(store, evidence), prefixes)
        case "nt":
            return _write_lines(f"{triple} ." for triple in _list_union(store, evidence))
        case "jsonld":
            return _write_json(_list_union(store, evidence))
        case _:
            cure = say_nearest(format_name, SUFFIXES, f"use one of {', '.join(SUFFIXES)}")
            raise UnknownNameError(f"There is no format “{format_name}”", cure)


def _write_lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in sorted(lines))


def _write_json(triples: list[Triple]) -> str:
    expanded = json.loads(serialize(sorted(triples, key=str), format=RdfFormat.JSON_LD) or b"[]")
    return json.dumps(expanded, ensure_ascii=False, indent=1) + "\n"


def _write_trig(store: Store, prefixes: Mapping[str, str]) -> str:
    names = sorted((name for name in store.named_graphs() if isinstance(name, NamedNode)), key=lambda it: it.value)
    head: set[str] = set()
    bodies = []
    for name in names:
        text = write_turtle((quad.triple for quad in store.quads_for_pattern(None, None, None, name)), prefixes)
        lines = text.splitlines(keepends=True)
        declared = [line for line in lines if line.startswith("PREFIX ")]
        body = "".join(lines[len(declared) :]).strip("\n")
        head.update(line.rstrip() for line in declared)
        bodies.append(f"GRAPH {name} {{\n\n{body}\n\n}}\n")
    return "\n".join([*sorted(head), "", *bodies])


def _list_union(store: Store, evidence: bool) -> list[Triple]:
    union = [quad.triple for quad in store.quads_for_pattern(None, None, None, DefaultGraph())]
    return [*union, *sorted(set(_list_evidence(store)), key=str)] if evidence else union


def _list_evidence(store: Store) -> Iterator[Triple]:
    """What says which passage states which fact, in a graph that has no names.

    An n-ary node bears the evidence itself where all its passages say the same of it; a passage must
    not be made to say what another one does.
    """
    stated = [fact for fact in find_facts(store) if is_stated(fact)]
    told: dict[NamedNode, dict[NamedNode, set[tuple[NamedNode, Term]]]] = {}
    for fact in stated:
        if fact.graph:
            told.setdefault(fact.subject, {}).setdefault(fact.graph, set()).add((fact.predicate, fact.value))
    for subject, passages in told.items():
        first, *others = passages.values()
        as_one = all(other == first for other in others) and any(predicate == RDF_TYPE for predicate, _ in first)
        for passage, facts in passages.items():
            if as_one:
                yield Triple(subject, EVIDENCE, passage)
            else:
                for predicate, value in facts:
                    yield from state_fact(Triple(subject, predicate, value), passage)


def state_fact(triple: Triple, passage: NamedNode) -> Iterator[Triple]:
    """That the passage states the fact: an rdf:Statement whose name is made from it, with cim:evidence."""
    statement = name_statement(triple)
    yield Triple(statement, RDF_TYPE, RDF_STATEMENT)
    yield Triple(statement, RDF_SUBJECT, triple.subject)
    yield Triple(statement, RDF_PREDICATE, triple.predicate)
    yield Triple(statement, RDF_OBJECT, triple.object)
    yield Triple(statement, EVIDENCE, passage)


def name_statement(triple: Triple) -> NamedNode:
    """The IRI of the rdf:Statement of a fact, the same wherever it is stated."""
    return NamedNode(f"{BASE}statement/{hashlib.sha256(str(triple).encode()).hexdigest()[:16]}")
