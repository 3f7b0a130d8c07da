"""A thing's identity and facts as text and as JSON."""

import textwrap
from collections.abc import Iterator

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from cim_kg.facts import PassageFacts, Statement, find_identity, find_passages
from cim_kg.names import label, shorten, show_term
from cim_kg.namespaces import ID, RDF_TYPE, SKOS_PREF_LABEL
from cim_kg.store import Fact, find_facts
from cim_kg.tables import Table


def write_dossier(store: Store, thing: NamedNode, width: int) -> str:
    """What is known of the thing as text: its identity, then each passage with what it states of it."""
    lines = [label(store, thing), f"<{thing.value}>", ""]
    lines += [f"  {line}" for line in _say_identity(store, thing)]
    facts = find_passages(store, thing)
    for passage in facts:
        lines += ["", f"{passage.citation} [{shorten(passage.passage)}]", f"  {passage.summary}"]
        for statement in passage.statements:
            lines += [f"  - {line}" for line in say_statement(store, thing, statement)]
    if not facts:
        lines += ["", "No passage states anything about it."]
    wrapped = (wrap_line(line, width) for line in lines)
    return "\n".join(wrapped) + "\n"


def wrap_line(line: str, width: int) -> str:
    """The line in lines of at most `width`, the later ones indented; an IRI is never broken."""
    indent = " " * (len(line) - len(line.lstrip(" -")) + 2)
    return textwrap.fill(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _say_identity(store: Store, thing: NamedNode) -> Iterator[str]:
    for fact in find_identity(store, thing):
        value = fact.value
        language = f" ({value.language})" if isinstance(value, Literal) and value.language else ""
        yield f"{label(store, fact.predicate)}: {show_term(store, value)}{language}"


def say_statement(store: Store, thing: NamedNode, statement: Statement) -> Iterator[str]:
    """A line for each fact of a named thing, one line for an n-ary node with all that it says."""
    kind = next((fact.value for fact in statement.facts if fact.predicate == RDF_TYPE), None)
    if kind is not None:
        told = [fact for fact in statement.facts if fact.predicate != RDF_TYPE]
        parts = (f"{label(store, fact.predicate)}: {show_term(store, fact.value)}" for fact in told)
        yield f"{show_term(store, kind)} — {'; '.join(parts)}"
        return
    subject = "" if statement.subject == thing else f"{label(store, statement.subject)} — "
    for fact in statement.facts:
        yield f"{subject}{label(store, fact.predicate)}: {show_term(store, fact.value)}"


def encode_dossier(store: Store, thing: NamedNode) -> dict[str, object]:
    """What is known of the thing as the JSON object that docs/json.md describes."""
    return {
        "thing": thing.value,
        "label": label(store, thing),
        "identity": [encode_fact(store, fact) for fact in find_identity(store, thing)],
        "passages": [_encode_passage(store, passage) for passage in find_passages(store, thing)],
    }


def _encode_passage(store: Store, passage: PassageFacts) -> dict[str, object]:
    return {
        "passage": passage.passage.value,
        "citation": passage.citation,
        "summary": passage.summary,
        "facts": [encode_fact(store, fact) for statement in passage.statements for fact in statement.facts],
    }


def encode_fact(store: Store, fact: Fact) -> dict[str, str]:
    """A fact, with what a reader sees of its value."""
    return {
        "subject": fact.subject.value,
        "predicate": fact.predicate.value,
        "value": fact.value.value,
        "label": show_term(store, fact.value),
    }


def list_things(store: Store) -> Table:
    """All things that have a name, by kind: label, kind, and the short form of the IRI."""
    rows = []
    for name in find_facts(store, predicate=SKOS_PREF_LABEL, graph=DefaultGraph()):
        if isinstance(name.value, Literal) and name.value.language == "en" and name.subject.value.startswith(ID):
            kinds = find_facts(store, name.subject, RDF_TYPE, graph=DefaultGraph())
            kind = min((show_term(store, fact.value) for fact in kinds), default="")
            rows.append((kind, name.value.value, shorten(name.subject)))
    return Table("Things", ("kind", "label", "name"), tuple(sorted(rows)))
