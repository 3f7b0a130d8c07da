"""What the pages of papers, passages and sources show."""

from collections.abc import Sequence

from pyoxigraph import DefaultGraph, NamedNode, Store

from cim_kg.facts import find_citation, find_summary, find_texts
from cim_kg.links import Link, Linker
from cim_kg.names import list_forms, shorten
from cim_kg.namespaces import (
    CONCEPT,
    DIGEST,
    FOOTNOTE_OF,
    HAS_SOURCE,
    ID,
    RDF_TYPE,
    SKOS_NOTE,
)
from cim_kg.papers import Cell, Paper
from cim_kg.quotations import Texts, quote
from cim_kg.renderings import say_silent
from cim_kg.reports import PlacedFinding, count_severities
from cim_kg.sheets import Sheet
from cim_kg.store import find_facts, is_stated
from cim_kg.suggestions import fold
from cim_kg.translations import Translator

View = dict[str, object]
_STANDING = {HAS_SOURCE, FOOTNOTE_OF, DIGEST}


def list_of_kind(store: Store, kind: NamedNode) -> list[NamedNode]:
    """The instances of a class, by their names."""
    return sorted(
        (it.subject for it in find_facts(store, None, RDF_TYPE, kind, DefaultGraph())), key=lambda it: it.value
    )


def list_paged(store: Store, link: Linker) -> list[NamedNode]:
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
    return {"headings": [*(sheet.headings[i] for i in sheet.shown), sheet.say.word("sources")], "rows": rows}


def view_paper(link: Linker, paper: Paper) -> View:
    """The sections of a paper, each cell with its links and last the numbers of the sources."""
    sections = [
        {
            "heading": section.heading,
            "headings": [*section.headings, paper.say.word("sources")],
            "rows": [
                [
                    *(_link_cell(link, *it) for it in zip(line.terms, line.words, strict=True)),
                    [Link(str(number), f"#source-{number}") for number in line.sources],
                ]
                for line in section.lines
            ],
            "reading": section.reading,
            "question": section.question,
        }
        for section in paper.sections
    ]
    return {"paper": paper, "sections": sections, "silent": say_silent(paper), "link": link}


def _link_cell(link: Linker, terms: Cell, words: Sequence[str]) -> list[Link]:
    """What a reader sees of each term, with its page if it has one."""
    links = (Link(it, link(term).page) for term, it in zip(terms, words, strict=True))
    return list(dict.fromkeys(links))


def view_findings(link: Linker, findings: Sequence[PlacedFinding], say: Translator) -> View:
    """The findings of validation, each thing with its page."""
    headings = [say.word(it) for it in ("severity", "rule", "thing", "value", "file", "message")]
    rows = [
        [
            [Link(say.word(it.finding.severity))],
            [Link(it.finding.rule)],
            [link(NamedNode(it.finding.thing)) if it.label else Link(it.finding.thing)],
            [Link(it.finding.value)],
            [Link(it.file)],
            [Link(it.finding.tell(say))],
        ]
        for it in findings
    ]
    return {"headings": headings, "rows": rows, "verdict": count_severities(findings, say)}


def view_things(store: Store, link: Linker, things: Sequence[NamedNode], say: Translator) -> View:
    """The list of all things that a reader can call something, by kind."""
    groups: dict[str, list[tuple[Link, str]]] = {}
    for thing in things:
        shown = link(thing)
        if thing.value.startswith(ID) and shown.text != shorten(thing):
            kinds = (fact.value for fact in find_facts(store, thing, RDF_TYPE, graph=DefaultGraph()))
            kind = min((link(kind).text for kind in kinds), default=say("without a class"))
            groups.setdefault(kind[:1].upper() + kind[1:], []).append((shown, ""))
    kinds_in_order = sorted(groups, key=fold)
    ordered = [(kind, sorted(groups[kind], key=lambda it: fold(it[0].text))) for kind in kinds_in_order]
    return {"title": say("Things"), "intro": (), "groups": ordered}


def view_passage(
    store: Store, texts: Texts, link: Linker, passage: NamedNode, beside: Sequence[NamedNode], say: Translator
) -> View:
    """A passage: what it says, how it is read, what it states, where it stands among those `beside` it."""
    facts = sorted(find_facts(store, graph=passage), key=lambda it: it.sort_key)
    stated = [fact for fact in facts if is_stated(fact)]
    things = {term for fact in stated for term in (fact.subject, fact.value) if isinstance(term, NamedNode)}
    own = [fact for fact in facts if fact.subject == passage]
    place = beside.index(passage)
    return {
        "citation": find_citation(store, passage, say.language),
        "summary": find_summary(store, passage, say.language),
        "quotation": quote(store, passage, texts, {form for thing in things for form in list_forms(store, thing)}),
        "notes": find_texts(store, passage, SKOS_NOTE, say.language),
        "lines": link.list_lines(stated),
        "description": link.list_pairs(fact for fact in own if fact.predicate in _STANDING),
        "before": link(beside[place - 1]) if place else None,
        "after": link(beside[place + 1]) if place + 1 < len(beside) else None,
    }


def view_source(store: Store, link: Linker, source: NamedNode, passages: Sequence[NamedNode], say: Translator) -> View:
    """A source: how to cite it, how it is read, and its passages in their order."""
    notes = find_texts(store, source, SKOS_NOTE, say.language)
    return {
        "title": find_summary(store, source, say.language),
        "intro": [find_citation(store, source, say.language), *notes],
        "groups": [(say("Passages"), _list_passages(store, link, source, passages, say))],
    }


def view_passages(
    store: Store, link: Linker, sources: Sequence[NamedNode], passages: Sequence[NamedNode], say: Translator
) -> View:
    """All passages in their order, by source."""
    groups = [
        (find_summary(store, source, say.language), _list_passages(store, link, source, passages, say))
        for source in sources
    ]
    return {"title": say("Passages"), "intro": (), "groups": groups}


def _list_passages(
    store: Store, link: Linker, source: NamedNode, passages: Sequence[NamedNode], say: Translator
) -> list[tuple[Link, str]]:
    own = {fact.subject for fact in find_facts(store, None, HAS_SOURCE, source, DefaultGraph())}
    return [(link(passage), find_summary(store, passage, say.language)) for passage in passages if passage in own]
