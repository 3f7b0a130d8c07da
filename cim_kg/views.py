"""What the pages of things, passages and sources show."""

from collections.abc import Sequence

from pyoxigraph import DefaultGraph, NamedNode, Store

from cim_kg.facts import find_citation, find_identity, find_passages, find_summary
from cim_kg.links import Link, Linker
from cim_kg.names import list_forms, shorten, show_term
from cim_kg.namespaces import (
    CONCEPT,
    DIGEST,
    FOOTNOTE_OF,
    HAS_SOURCE,
    ID,
    RDF_TYPE,
    SKOS_NOTE,
)
from cim_kg.quotations import Texts, quote
from cim_kg.reports import PlacedFinding, count_severities
from cim_kg.sheets import Sheet
from cim_kg.store import find_facts, is_stated

View = dict[str, object]
_STANDING = {HAS_SOURCE, FOOTNOTE_OF, DIGEST}


def list_instances(store: Store, kind: NamedNode) -> list[NamedNode]:
    """The instances of a class, by their names."""
    return sorted(
        (it.subject for it in find_facts(store, None, RDF_TYPE, kind, DefaultGraph())), key=lambda it: it.value
    )


def list_things(store: Store, link: Linker) -> list[NamedNode]:
    """All things and concepts that have a page, by their names."""
    told = {fact.subject for fact in find_facts(store, graph=DefaultGraph())}
    return sorted((it for it in told if it.value.startswith((ID, CONCEPT)) and link.find(it)), key=lambda it: it.value)


def view_sheet(link: Linker, sheet: Sheet) -> View:
    """The rows of an answer, each cell with its links and last the numbers of the sources; no column that is empty."""
    rows = [
        [
            *([link(term)] if (term := row.terms[i]) is not None else [] for i in sheet.shown),
            [Link(str(number), f"#source-{number}") for number in row.sources],
        ]
        for row in sheet.rows
    ]
    return {"headings": [*(sheet.headings[i] for i in sheet.shown), "sources"], "rows": rows}


def view_findings(link: Linker, findings: Sequence[PlacedFinding]) -> View:
    """The findings of validation, each thing with its page."""
    headings = ("severity", "rule", "thing", "value", "file", "message")
    rows = [
        [
            [Link(it.finding.severity)],
            [Link(it.finding.rule)],
            [Link(it.label or it.finding.thing, link.find(NamedNode(it.finding.thing)) if it.label else "")],
            [Link(it.finding.value)],
            [Link(it.file)],
            [Link(it.finding.message)],
        ]
        for it in findings
    ]
    return {"headings": headings, "rows": rows, "verdict": count_severities(findings)}


def view_thing(store: Store, texts: Texts, link: Linker, thing: NamedNode) -> View:
    """A thing: its identity, then each passage with what it states of it."""
    forms = list_forms(store, thing)
    passages = [
        {
            "link": link(it.passage),
            "summary": it.summary,
            "quotation": quote(store, it.passage, texts, forms),
            "lines": link.list_lines((fact for statement in it.statements for fact in statement.facts), thing),
        }
        for it in find_passages(store, thing)
    ]
    identity = link.list_pairs(find_identity(store, thing))
    return {"name": link(thing).text, "iri": thing.value, "identity": identity, "passages": passages}


def view_things(store: Store, link: Linker, things: Sequence[NamedNode]) -> View:
    """The list of all things that a reader can call something, by kind."""
    groups: dict[str, list[tuple[Link, str]]] = {}
    for thing in things:
        shown = link(thing)
        if thing.value.startswith(ID) and shown.text != shorten(thing):
            kinds = (fact.value for fact in find_facts(store, thing, RDF_TYPE, graph=DefaultGraph()))
            kind = min((show_term(store, kind) for kind in kinds), default="without a class")
            groups.setdefault(kind.capitalize(), []).append((shown, ""))
    ordered = [(kind, sorted(links, key=lambda it: it[0].text)) for kind, links in sorted(groups.items())]
    return {"title": "Things", "intro": (), "groups": ordered}


def view_passage(store: Store, texts: Texts, link: Linker, passage: NamedNode, beside: Sequence[NamedNode]) -> View:
    """A passage: what it says, how it is read, what it states, where it stands among those `beside` it."""
    facts = sorted(find_facts(store, graph=passage), key=lambda it: it.sort_key)
    stated = [fact for fact in facts if is_stated(fact)]
    things = {term for fact in stated for term in (fact.subject, fact.value) if isinstance(term, NamedNode)}
    own = [fact for fact in facts if fact.subject == passage]
    place = beside.index(passage)
    return {
        "citation": find_citation(store, passage),
        "summary": find_summary(store, passage),
        "quotation": quote(store, passage, texts, {form for thing in things for form in list_forms(store, thing)}),
        "notes": [fact.value.value for fact in own if fact.predicate == SKOS_NOTE],
        "lines": link.list_lines(stated),
        "description": link.list_pairs(fact for fact in own if fact.predicate in _STANDING),
        "before": link(beside[place - 1]) if place else None,
        "after": link(beside[place + 1]) if place + 1 < len(beside) else None,
    }


def view_source(store: Store, link: Linker, source: NamedNode, passages: Sequence[NamedNode]) -> View:
    """A source: how to cite it, how it is read, and its passages in their order."""
    return {
        "title": find_summary(store, source),
        "intro": [find_citation(store, source), *_list_notes(store, source)],
        "groups": [("Passages", _list_passages(store, link, source, passages))],
    }


def view_passages(store: Store, link: Linker, sources: Sequence[NamedNode], passages: Sequence[NamedNode]) -> View:
    """All passages in their order, by source."""
    groups = [(find_summary(store, source), _list_passages(store, link, source, passages)) for source in sources]
    return {"title": "Passages", "intro": (), "groups": groups}


def _list_passages(
    store: Store, link: Linker, source: NamedNode, passages: Sequence[NamedNode]
) -> list[tuple[Link, str]]:
    own = {fact.subject for fact in find_facts(store, None, HAS_SOURCE, source, DefaultGraph())}
    return [(link(passage), find_summary(store, passage)) for passage in passages if passage in own]


def _list_notes(store: Store, source: NamedNode) -> list[str]:
    return sorted(fact.value.value for fact in find_facts(store, source, SKOS_NOTE, graph=DefaultGraph()))
