"""What passages state of a thing, and what passages and sources say of themselves."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from cim_kg.namespaces import CITATION, DCTERMS_SOURCE, DESCRIPTION, RDF_TYPE, SKOS_ALT_LABEL, SKOS_PREF_LABEL, TITLE
from cim_kg.store import Fact, Term, find_facts, is_stated

_NAMES = (SKOS_PREF_LABEL, SKOS_ALT_LABEL)


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


def translate_value(store: Store, fact: Fact, language: str) -> Term:
    """The value of a fact in the language, if it is a text of ours that has one translation there."""
    if not isinstance(fact.value, Literal) or fact.value.language != "en" or fact.predicate in _NAMES:
        return fact.value
    found = [it.value for it in find_facts(store, fact.subject, fact.predicate, graph=DefaultGraph())]
    said = [it for it in found if isinstance(it, Literal) and it.language == language]
    return said[0] if len(said) == 1 else fact.value


def find_citation(store: Store, passage: NamedNode, language: str = "en") -> str:
    """How a person would cite the passage or source.

    Of a reference set it is the authority that it goes by, of a part of the ontology its title.
    """
    predicates = (CITATION, DCTERMS_SOURCE, TITLE)
    return next(filter(None, (_read_text(store, passage, it, language) for it in predicates)), "")


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
