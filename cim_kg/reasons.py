"""Why a thing is told of, and how two are tied, as text and as JSON: each statement with its passage."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Store

from cim_kg.dossiers import encode_fact, say_statement, wrap_line
from cim_kg.facts import Statement, find_passages
from cim_kg.names import label, list_forms, show_term
from cim_kg.namespaces import RDF_TYPE
from cim_kg.quotations import Texts
from cim_kg.records import encode_evidence, encode_sources, encode_term
from cim_kg.renderings import say_source
from cim_kg.sheets import Source, make_sources, number_ranges
from cim_kg.store import Fact, find_facts
from cim_kg.tables import say_count

if TYPE_CHECKING:
    from cim_kg.ties import Bond, Step, Tie  # networkx would be loaded for a single thing too


def write_passages(store: Store, thing: NamedNode, texts: Texts, width: int) -> str:
    """All passages that state something about the thing as text, each with what it states set in."""
    name = label(store, thing)
    told = find_passages(store, thing)
    if not told:
        return wrap_line(_say_silence(name), width) + "\n"
    lines = [wrap_line(f"{name}: {say_count(len(told), 'passage')}", width)]
    for source, passage in zip(_list_sources(store, {it.passage: {thing} for it in told}, texts), told, strict=True):
        lines += ["", *say_source(source, width)]
        for statement in passage.statements:
            lines += [wrap_line(f"    - {line}", width) for line in say_statement(store, thing, statement)]
    return "\n".join(lines) + "\n"


def write_ties(
    store: Store, ends: tuple[NamedNode, NamedNode], ties: "tuple[Tie, ...]", texts: Texts, width: int
) -> str:
    """The ties of two things as text: each step with what binds its things, then the numbered sources."""
    if not ties:
        return "\n".join(wrap_line(line, width) for line in _explain_silence(store, ends)) + "\n"
    start, end = (label(store, it) for it in ends)
    lines = [wrap_line(f"{start} and {end}: {say_count(len(ties), 'tie')}", width)]
    sources = _list_sources(store, _list_things(ties), texts)
    numbers = {source.passage: source.number for source in sources}
    for i, tie in enumerate(ties, start=1):
        over = ", then ".join(label(store, thing) for thing in tie.between)
        lines += ["", wrap_line(f"{i}. Over {over}" if over else f"{i}. Directly", width)]
        for step in tie.steps:
            lines.append(wrap_line(f"   {label(store, step.start)} — {label(store, step.end)}", width))
            lines += [wrap_line(f"     - {line}", width) for line in _say_step(store, step, numbers)]
    lines += ["", "Sources"]
    for source in sources:
        lines += say_source(source, width)
    return "\n".join(lines) + "\n"


def _say_silence(name: str) -> str:
    return f"No passage states anything about {name}."


def _explain_silence(store: Store, ends: tuple[NamedNode, NamedNode]) -> Iterator[str]:
    """That nothing ties the two, and which of them no passage tells of."""
    start, end = (label(store, it) for it in ends)
    yield f"No stated facts tie {start} and {end}."
    for thing in ends:
        if not find_passages(store, thing):
            yield _say_silence(label(store, thing))


def _say_step(store: Store, step: "Step", numbers: dict[NamedNode, int]) -> Iterator[str]:
    """A line for all that a statement says, and one for each other fact, each with the numbers of its sources."""
    for bond in step.bonds:
        for statement in _list_statements(store, bond):
            stating = {fact.graph for fact in statement.facts if fact.graph}
            proving = number_ranges([numbers[passage] for passage in stating])
            facts = tuple(dict.fromkeys(Fact(it.subject, it.predicate, it.value, None) for it in statement.facts))
            for line in say_statement(store, step.start, Statement(statement.subject, facts)):
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


def _list_sources(store: Store, things: dict[NamedNode, set[NamedNode]], texts: Texts) -> tuple[Source, ...]:
    """The passages in their order, numbered; the names of the things are marked in what is quoted."""
    forms = {passage: {form for it in named for form in list_forms(store, it)} for passage, named in things.items()}
    return make_sources(store, forms, texts)


def encode_passages(store: Store, thing: NamedNode, texts: Texts) -> dict[str, object]:
    """All passages that state something about the thing, as the JSON object of docs/schemas/why.json."""
    told = find_passages(store, thing)
    return {
        "things": [encode_term(store, thing)],
        "stated": [
            {
                "passage": it.passage.value,
                "facts": [encode_fact(store, fact) for statement in it.statements for fact in statement.facts],
            }
            for it in told
        ],
        "passages": encode_sources(_list_sources(store, {it.passage: {thing} for it in told}, texts)),
    }


def encode_ties(
    store: Store, ends: tuple[NamedNode, NamedNode], ties: "tuple[Tie, ...]", texts: Texts
) -> dict[str, object]:
    """The ties of two things as the JSON object of docs/schemas/why.json."""
    return {
        "things": [encode_term(store, it) for it in ends],
        "ties": [{"length": tie.length, "steps": [_encode_step(store, it) for it in tie.steps]} for tie in ties],
        "passages": encode_sources(_list_sources(store, _list_things(ties), texts)),
    }


def _encode_step(store: Store, step: "Step") -> dict[str, object]:
    return {
        "from": encode_term(store, step.start),
        "to": encode_term(store, step.end),
        "bonds": [_encode_bond(store, bond) for bond in step.bonds],
    }


def _encode_bond(store: Store, bond: "Bond") -> dict[str, object]:
    """The statements of a bond with their classes, the facts that bind, and the passages chosen for them."""
    return {
        "statements": [{"value": it.value, "kind": _say_kind(store, it)} for it in bond.statements],
        "facts": [encode_evidence(store, evidence) for evidence in bond.facts],
        "passages": [passage.value for passage in bond.passages],
    }


def _say_kind(store: Store, statement: NamedNode) -> str:
    return min((show_term(store, fact.value) for fact in find_facts(store, statement, RDF_TYPE)), default="")
