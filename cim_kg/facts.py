"""Everything that is known of one thing: its identity, and its facts by the passage that states them."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, NamedNode, Store

from cim_kg.namespaces import CITATION, DESCRIPTION, RDF_TYPE, TITLE
from cim_kg.store import Fact, find_facts, is_stated


@dataclass(frozen=True)
class Statement:
    """What a passage says with one node: a fact of the thing itself, or an n-ary node that it is part of."""

    subject: NamedNode
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class PassageFacts:
    """What one passage states about the thing."""

    passage: NamedNode
    citation: str
    summary: str
    statements: tuple[Statement, ...]


def find_identity(store: Store, thing: NamedNode) -> list[Fact]:
    """Class, names, codes and matches of the thing, sorted; what no passage states."""
    stated = {(fact.predicate, fact.value) for fact in find_facts(store, thing) if is_stated(fact)}
    union = find_facts(store, thing, graph=DefaultGraph())
    return sorted((it for it in union if (it.predicate, it.value) not in stated), key=lambda it: it.sort_key)


def find_passages(store: Store, thing: NamedNode) -> list[PassageFacts]:
    """What the passages state about the thing, in the order of their numbers."""
    by_passage: dict[NamedNode, set[NamedNode]] = {}
    for fact in (*find_facts(store, thing), *find_facts(store, value=thing)):
        if fact.graph and is_stated(fact):
            by_passage.setdefault(fact.graph, set()).add(fact.subject)
    return [
        PassageFacts(
            passage,
            find_citation(store, passage),
            find_summary(store, passage),
            tuple(_list_statements(store, thing, passage, subjects)),
        )
        for passage, subjects in sorted(by_passage.items(), key=lambda item: item[0].value)
    ]


def _list_statements(
    store: Store, thing: NamedNode, passage: NamedNode, subjects: set[NamedNode]
) -> Iterator[Statement]:
    """The thing's own facts first; of another named thing only the facts that lead to this one."""
    for subject in sorted(subjects, key=lambda it: (it != thing, it.value)):
        facts = sorted(find_facts(store, subject, graph=passage), key=lambda it: it.sort_key)
        if subject != thing and not any(fact.predicate == RDF_TYPE for fact in facts):
            facts = [fact for fact in facts if fact.value == thing]
        yield Statement(subject, tuple(facts))


def find_citation(store: Store, passage: NamedNode) -> str:
    """How a person would cite the passage or source."""
    return _read_one(store, passage, CITATION)


def find_summary(store: Store, passage: NamedNode) -> str:
    """What a passage says in our words; of a source its title."""
    return _read_one(store, passage, DESCRIPTION) or _read_one(store, passage, TITLE)


def _read_one(store: Store, subject: NamedNode, predicate: NamedNode) -> str:
    return min((fact.value.value for fact in find_facts(store, subject, predicate, graph=DefaultGraph())), default="")
