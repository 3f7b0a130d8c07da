"""Why a thing is told of, and how two are tied, as text and as JSON: each statement with its passage."""

import textwrap
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Store

from cim_kg.facts import Statement, find_passages, translate_value
from cim_kg.names import label, list_forms, show_term
from cim_kg.namespaces import RDF_TYPE
from cim_kg.quotations import Texts
from cim_kg.records import encode_evidence, encode_sources, encode_term
from cim_kg.renderings import say_source
from cim_kg.sheets import Source, make_sources, number_ranges
from cim_kg.store import Fact, find_facts
from cim_kg.translations import Translator

if TYPE_CHECKING:
    from cim_kg.ties import Bond, Step, Tie  # networkx would be loaded for a single thing too


def write_passages(store: Store, thing: NamedNode, texts: Texts, width: int, say: Translator) -> str:
    """All passages that state something about the thing as text, each with what it states set in."""
    name = label(store, thing, say.language)
    told = find_passages(store, thing)
    if not told:
        return _wrap(_say_silence(say, name), width) + "\n"
    count = say.plural(len(told), "{count} passage", "{count} passages")
    lines = [_wrap(f"{name}{say(': ')}{count}", width)]
    sources = _list_sources(store, {it.passage: {thing} for it in told}, texts, say)
    for source, passage in zip(sources, told, strict=True):
        lines += ["", *say_source(source, width)]
        for statement in passage.statements:
            lines += [_wrap(f"    - {line}", width) for line in _say_statement(store, thing, statement, say)]
    return "\n".join(lines) + "\n"


def _wrap(line: str, width: int) -> str:
    """The line in lines of at most `width`, the later ones indented; an IRI is never broken."""
    indent = " " * (len(line) - len(line.lstrip(" -")) + 2)
    return textwrap.fill(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _say_statement(store: Store, thing: NamedNode, statement: Statement, say: Translator) -> Iterator[str]:
    """A line for each fact of a named thing, one line for an n-ary node with all that it says."""
    language = say.language
    kind = next((fact.value for fact in statement.facts if fact.predicate == RDF_TYPE), None)
    told = [fact for fact in statement.facts if fact.predicate != RDF_TYPE]
    parts = [
        f"{label(store, it.predicate, language)}{say(': ')}"
        f"{show_term(store, translate_value(store, it, language), language)}"
        for it in told
    ]
    if kind is not None:
        yield f"{show_term(store, kind, language)} — {say('; ').join(parts)}"
        return
    subject = "" if statement.subject == thing else f"{label(store, statement.subject, language)} — "
    yield from (f"{subject}{part}" for part in parts)


def write_ties(
    store: Store,
    ends: tuple[NamedNode, NamedNode],
    ties: "tuple[Tie, ...]",
    texts: Texts,
    width: int,
    say: Translator,
) -> str:
    """The ties of two things as text: each step with what binds its things, then the numbered sources."""
    if not ties:
        return "\n".join(_wrap(line, width) for line in _explain_silence(store, ends, say)) + "\n"

    def name(thing: NamedNode) -> str:
        return label(store, thing, say.language)

    count = say.plural(len(ties), "{count} tie", "{count} ties")
    lines = [_wrap(say("{start} and {end}: {count}", start=name(ends[0]), end=name(ends[1]), count=count), width)]
    sources = _list_sources(store, _list_things(ties), texts, say)
    numbers = {source.passage: source.number for source in sources}
    for i, tie in enumerate(ties, start=1):
        over = say(", then ").join(map(name, tie.between))
        lines += ["", _wrap(f"{i}. " + (say("Over {things}", things=over) if over else say("Directly")), width)]
        for step in tie.steps:
            lines.append(_wrap(f"   {name(step.start)} — {name(step.end)}", width))
            lines += [_wrap(f"     - {line}", width) for line in _say_step(store, step, numbers, say)]
    lines += ["", say("Sources")]
    for source in sources:
        lines += say_source(source, width)
    return "\n".join(lines) + "\n"


def _say_silence(say: Translator, name: str) -> str:
    return say("No passage states anything about {name}.", name=name)


def _explain_silence(store: Store, ends: tuple[NamedNode, NamedNode], say: Translator) -> Iterator[str]:
    """That nothing ties the two, and which of them no passage tells of."""
    start, end = (label(store, it, say.language) for it in ends)
    yield say("No stated facts tie {start} and {end}.", start=start, end=end)
    for thing in ends:
        if not find_passages(store, thing):
            yield _say_silence(say, label(store, thing, say.language))


def _say_step(store: Store, step: "Step", numbers: dict[NamedNode, int], say: Translator) -> Iterator[str]:
    """A line for all that a statement says, and one for each other fact, each with the numbers of its sources."""
    for bond in step.bonds:
        for statement in _list_statements(store, bond):
            stating = {fact.graph for fact in statement.facts if fact.graph}
            proving = number_ranges([numbers[passage] for passage in stating])
            facts = tuple(dict.fromkeys(Fact(it.subject, it.predicate, it.value, None) for it in statement.facts))
            for line in _say_statement(store, step.start, Statement(statement.subject, facts), say):
                yield f"{line} [{proving}]"


def _list_statements(store: Store, bond: "Bond") -> Iterator[Statement]:
    """What the passages of the bond say with each of its statements, then its facts about other things."""
    for node in bond.statements:
        told = [fact for passage in bond.passages for fact in find_facts(store, node, graph=passage)]
        yield Statement(node, tuple(sorted(told, key=lambda it: it.sort_key)))
    for evidence in bond.facts:
        fact = evidence.fact
        if fact.subject not in bond.statements:
            stated = (Fact(fact.subject, fact.predicate, fact.value, it) for it in evidence.passages)
            yield Statement(fact.subject, tuple(it for it in stated if it.graph in bond.passages))


def _list_things(ties: "Iterable[Tie]") -> dict[NamedNode, set[NamedNode]]:
    """The passages of the ties, each with the things of the steps that it proves."""
    things: dict[NamedNode, set[NamedNode]] = {}
    for tie in ties:
        for step in tie.steps:
            for passage in (passage for bond in step.bonds for passage in bond.passages):
                things.setdefault(passage, set()).update((step.start, step.end))
    return things


def _list_sources(
    store: Store, things: dict[NamedNode, set[NamedNode]], texts: Texts, say: Translator
) -> tuple[Source, ...]:
    """The passages in their order, numbered; the names of the things are marked in what is quoted."""
    forms = {passage: {form for it in named for form in list_forms(store, it)} for passage, named in things.items()}
    return make_sources(store, forms, texts, say.language)


def encode_passages(store: Store, thing: NamedNode, texts: Texts, say: Translator) -> dict[str, object]:
    """All passages that state something about the thing, as the JSON object of docs/schemas/why.json."""
    told = find_passages(store, thing)
    return {
        "things": [encode_term(store, thing, say.language)],
        "stated": [
            {
                "passage": it.passage.value,
                "facts": [_encode_fact(store, fact, say) for part in it.statements for fact in part.facts],
            }
            for it in told
        ],
        "passages": encode_sources(_list_sources(store, {it.passage: {thing} for it in told}, texts, say)),
    }


def _encode_fact(store: Store, fact: Fact, say: Translator) -> dict[str, str]:
    """A fact, with what a reader sees of its value."""
    return {
        "subject": fact.subject.value,
        "predicate": fact.predicate.value,
        "value": fact.value.value,
        "label": show_term(store, fact.value, say.language),
    }


def encode_ties(
    store: Store, ends: tuple[NamedNode, NamedNode], ties: "tuple[Tie, ...]", texts: Texts, say: Translator
) -> dict[str, object]:
    """The ties of two things as the JSON object of docs/schemas/why.json."""
    return {
        "things": [encode_term(store, it, say.language) for it in ends],
        "ties": [{"length": tie.length, "steps": [_encode_step(store, it, say) for it in tie.steps]} for tie in ties],
        "passages": encode_sources(_list_sources(store, _list_things(ties), texts, say)),
    }


def _encode_step(store: Store, step: "Step", say: Translator) -> dict[str, object]:
    return {
        "from": encode_term(store, step.start, say.language),
        "to": encode_term(store, step.end, say.language),
        "bonds": [_encode_bond(store, bond, say) for bond in step.bonds],
    }


def _encode_bond(store: Store, bond: "Bond", say: Translator) -> dict[str, object]:
    """The statements of a bond with their classes, the facts that bind, and the passages chosen for them."""
    return {
        "statements": [{"value": it.value, "kind": _say_kind(store, it, say)} for it in bond.statements],
        "facts": [encode_evidence(store, evidence, say.language) for evidence in bond.facts],
        "passages": [passage.value for passage in bond.passages],
    }


def _say_kind(store: Store, statement: NamedNode, say: Translator) -> str:
    kinds = find_facts(store, statement, RDF_TYPE)
    return min((show_term(store, fact.value, say.language) for fact in kinds), default="")
