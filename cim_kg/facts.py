"""What passages state of a thing, and what passages and sources say of themselves."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from cim_kg.namespaces import CITATION, DCTERMS_SOURCE, DESCRIPTION, RDF_TYPE, TITLE
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


def find_citation(store: Store, passage: NamedNode, language: str = "en") -> str:
    """How a person would cite the passage or source; of a reference set, the authority that it goes by."""
    return _read_text(store, passage, CITATION, language) or _read_text(store, passage, DCTERMS_SOURCE, language)


def find_summary(store: Store, passage: NamedNode, language: str = "en") -> str:
    """What a passage says in our words; of a source or reference set its title."""
    return _read_text(store, passage, DESCRIPTION, language) or _read_text(store, passage, TITLE, language)


def find_texts(store: Store, thing: NamedNode, predicate: NamedNode, language: str) -> list[str]:
    """The texts in the language, sorted; where there is none, those in English or without a language."""
    texts = [fact.value for fact in find_facts(store, thing, predicate, graph=DefaultGraph())]
    for wanted in (language, "en", None):
        if found := [it.value for it in texts if isinstance(it, Literal) and it.language == wanted]:
            return sorted(found)
    return []


def _read_text(store: Store, thing: NamedNode, predicate: NamedNode, language: str) -> str:
    return next(iter(find_texts(store, thing, predicate, language)), "")
