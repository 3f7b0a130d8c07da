"""All that is recorded of one thing on one page: what it is, a section for each question that takes it, and the rest.

Which questions those are, their headers say: a line “dossier” names the parameter that takes the thing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from cim_kg.catalog import THEMES, Chapter, Question
from cim_kg.composers import Composer
from cim_kg.facts import translate_value
from cim_kg.names import label, shorten, show_term
from cim_kg.namespaces import (
    BASE,
    CONCEPT,
    ID,
    IN_SCHEME,
    MEMBER_OF,
    OBJECTIVE_OF,
    ONTOLOGY,
    OUTCOME,
    PART_OF,
    POST_IN,
    PUBLISHER,
    RDF_TYPE,
    RDFS_SUBCLASS,
    SKOS_ALT_LABEL,
    SKOS_PREF_LABEL,
    SUB_ORGANIZATION_OF,
    UNIT_OF,
)
from cim_kg.papers import Draft, Entry, Given, Paper, gather
from cim_kg.store import Fact, Term, find_facts, find_values, is_stated
from cim_kg.suggestions import fold
from cim_kg.tables import Table
from cim_kg.translations import Translator

_FIRST = (RDF_TYPE, SKOS_PREF_LABEL, SKOS_ALT_LABEL)
_BELONGING = (UNIT_OF, POST_IN, SUB_ORGANIZATION_OF, MEMBER_OF, PART_OF, OBJECTIVE_OF, OUTCOME, PUBLISHER)


def make_dossier(composer: Composer, thing: NamedNode) -> Paper:
    """The dossier of a thing; every line cites what states it, a passage or a reference set."""
    store, say = composer.store, composer.say
    told = list(_list_told(composer, thing))
    drafts = [_draft_identity(composer, thing, told)]
    shown = {fact._replace(graph=None) for fact in told}
    for question, chapter in list_chapters(store, thing, composer.questions.values()):
        given: Given = {chapter.parameter: thing}
        heading = say.tell(question, f"dossier {chapter.parameter}")
        drafts.append(_drop_thing(composer.draft(heading, question.name, chapter.columns, given), thing))
        ways = (way for proof in composer.answer(question.name, given).proofs for way in proof.ways)
        shown |= {evidence.fact._replace(graph=None) for way in ways for evidence in way.facts}
    drafts += [_draft_stated(composer, thing), _draft_rest(store, say, thing, shown)]
    kinds = map(composer.show, find_values(store, thing, RDF_TYPE))
    return composer.publish(composer.show(thing), (" · ".join((*kinds, thing.value)),), drafts, (thing,))


def list_chapters(store: Store, thing: NamedNode, questions: Iterable[Question]) -> list[tuple[Question, Chapter]]:
    """The questions that are a part of the thing's dossier, by theme."""
    types = list_types(store, thing)
    found = [
        (question, chapter)
        for question in questions
        for chapter in question.chapters
        for parameter in question.parameters
        if parameter.name == chapter.parameter and parameter.type in types
    ]
    return sorted(found, key=lambda it: (THEMES.index(it[0].tags[0]), it[0].name))


def list_types(store: Store, thing: NamedNode) -> set[str]:
    """The types of parameters that take the thing: its classes and all above them; of a concept its lists too."""
    found = [*find_values(store, thing, RDF_TYPE), *find_values(store, thing, IN_SCHEME)]
    for kind in found:
        found += [it for it in find_values(store, kind, RDFS_SUBCLASS) if it not in found]
    return {"rdfs:Resource", *(it.value.replace(ONTOLOGY, "cim:").replace(CONCEPT, "concept:") for it in found)}


def _list_told(composer: Composer, thing: NamedNode) -> Iterator[Fact]:
    """What the thing itself is said to be, and what is said to belong to it, each fact for each graph.

    What has no label of its own only describes the file.
    """
    for fact in find_facts(composer.store, thing):
        words = [it for it in (fact.predicate, fact.value) if isinstance(it, NamedNode)]
        if fact.graph and all(it.value.startswith(BASE) or composer.show.has_name(it) for it in words):
            yield fact
    for predicate in _BELONGING:
        yield from (fact for fact in find_facts(composer.store, None, predicate, thing) if fact.graph)


def _name_belonging(say: Translator, predicate: NamedNode) -> str:
    """What a thing calls those that say with the predicate that they belong to it."""
    return {
        UNIT_OF: say("its organs"),
        POST_IN: say("its offices"),
        SUB_ORGANIZATION_OF: say("its bodies"),
        MEMBER_OF: say("its members"),
        PART_OF: say("its parts"),
        OBJECTIVE_OF: say("its objectives"),
        OUTCOME: say("it came out of"),
        PUBLISHER: say("it published"),
    }[predicate]


def _draft_identity(composer: Composer, thing: NamedNode, told: Iterable[Fact]) -> Draft:
    store, say = composer.store, composer.say
    entries = []
    for fact in sorted(told, key=lambda it: _order(composer, it)):
        assert fact.graph is not None
        if fact.subject == thing:
            entry: tuple[Term, Term] = (fact.predicate, translate_value(store, fact, say.language))
        else:
            entry = (Literal(_name_belonging(say, fact.predicate)), fact.subject)
        entries.append(Entry(tuple((it,) for it in entry), (fact.graph,)))
    return Draft(say("What it is"), ("property", "value"), gather(entries, (0,)))


def _order(composer: Composer, fact: Fact) -> tuple[int, str, int, str]:
    """Names first, the reader's before the English one and that before others; then by what a reader sees."""
    rank = _FIRST.index(fact.predicate) if fact.predicate in _FIRST else len(_FIRST)
    language = fact.value.language if isinstance(fact.value, Literal) else None
    nearest = (composer.say.language, "en", None)
    distance = nearest.index(language) if language in nearest else len(nearest)
    return rank, fold(composer.show(fact.predicate)), distance, f"{fact.sort_key} {fact.graph}"


def _drop_thing(draft: Draft, thing: NamedNode) -> Draft:
    """The draft without the columns that hold the thing itself in every entry."""
    kept = [i for i in range(len(draft.columns)) if any(entry.cells[i] != (thing,) for entry in draft.entries)]
    entries = tuple(Entry(tuple(entry.cells[i] for i in kept), entry.passages) for entry in draft.entries)
    return replace(draft, columns=tuple(draft.columns[i] for i in kept), entries=entries)


def _draft_stated(composer: Composer, passage: NamedNode) -> Draft:
    """What a passage states, but for the words by which a thing is already shown; nothing for another thing."""
    store, say = composer.store, composer.say
    entries = [
        Entry(((fact.subject,), (fact.predicate,), (value,)), (passage,))
        for fact in sorted(find_facts(store, graph=passage), key=lambda it: it.sort_key)
        for value in [translate_value(store, fact, say.language)]
        if is_stated(fact) and composer.show(fact.subject) != composer.show(value)
    ]
    return Draft(say("What it states"), ("what", "property", "value"), gather(entries, (0, 1)), extra=True)


def _draft_rest(store: Store, say: Translator, thing: NamedNode, shown: set[Fact]) -> Draft:
    """What passages state of the thing and no other section has told."""
    entries = [
        Entry(((fact.predicate,), (fact.subject,)), (fact.graph,))
        for fact in sorted(find_facts(store, value=thing), key=str)
        if fact.graph and is_stated(fact) and fact._replace(graph=None) not in shown
    ]
    return Draft(say("Other statements"), ("property", "what"), gather(entries, (0, 1)), extra=True)


def list_things(store: Store, say: Translator) -> Table:
    """All things that have a name, by kind: label, kind, and the short form of the IRI."""
    rows = []
    for name in find_facts(store, predicate=SKOS_PREF_LABEL, graph=DefaultGraph()):
        if isinstance(name.value, Literal) and name.value.language == "en" and name.subject.value.startswith(ID):
            kinds = find_values(store, name.subject, RDF_TYPE)
            kind = min((show_term(store, it, say.language) for it in kinds), default="")
            rows.append((kind, label(store, name.subject, say.language), shorten(name.subject)))
    headings = (say.word("kind"), say.word("label"), say.word("name"))
    return Table(say("Things"), headings, tuple(sorted(rows, key=lambda row: [fold(it) for it in row])))
