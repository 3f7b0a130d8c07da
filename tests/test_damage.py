"""The graph damaged one triple at a time: whatever no rule notices stands in docs/rules.md with its reason."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from cim_kg.explorer import encode_explorer
from cim_kg.namespaces import BASE, CONCEPT, EARLIEST, LATEST, ONTOLOGY_FILES, PASSAGE, RDF_TYPE, SOURCE, XSD
from cim_kg.places import Project
from cim_kg.store import Fact, Term, find_facts, load_store
from cim_kg.validation import Finding, Rules, find_faults, read_rules
from cim_kg.versions import Versions

TABLE = Path(__file__).parent.parent / "docs" / "rules.md"
NEIGHBOURS = 20


@dataclass(frozen=True)
class Whole:
    """The undamaged graph: its facts, what each thing is, and what the rules find in it."""

    store: Store
    rules: Rules
    facts: tuple[Fact, ...]
    classes: dict[str, str]
    findings: frozenset[Finding]

    def find_class(self, node: Term) -> str:
        """The class of a thing; for a concept, its scheme."""
        return node.value.split(".")[0] if node.value.startswith(CONCEPT) else self.classes.get(node.value, "")

    def find_other(self, value: Term, *, same_class: bool) -> NamedNode | None:
        """The first other thing of the value's class, or of another class; None for a literal."""
        own = self.find_class(value)
        others = (NamedNode(name) for name in sorted(self.classes) if name != value.value and name.startswith(BASE))
        alike = (it for it in others if (self.find_class(it) == own) == same_class)
        return next(alike, None) if isinstance(value, NamedNode) else None


@pytest.fixture(scope="module")
def whole(project: Project) -> Whole:
    store, rules = load_store(project), read_rules(project)
    told = [it for it in find_facts(store) if it.graph and not it.graph.value.startswith(ONTOLOGY_FILES)]
    classes = {it.subject.value: it.value.value for it in find_facts(store, predicate=RDF_TYPE)}
    facts = sorted(told, key=lambda it: (it.sort_key, str(it.graph)))
    return Whole(store, rules, tuple(facts), classes, frozenset(find_faults(store, rules)))


Damage = tuple[Fact | None, Fact | None]  # the fact that goes and the fact that comes
Operation = Callable[[Whole, Fact], Damage | None]


def remove(whole: Whole, fact: Fact) -> Damage:
    return fact, None


def name_another_of_its_class(whole: Whole, fact: Fact) -> Damage | None:
    other = whole.find_other(fact.value, same_class=True)
    return (fact, fact._replace(value=other)) if other else None


def name_one_of_another_class(whole: Whole, fact: Fact) -> Damage | None:
    other = whole.find_other(fact.value, same_class=False)
    return (fact, fact._replace(value=other)) if other else None


def name_an_unknown_thing(whole: Whole, fact: Fact) -> Damage | None:
    return (fact, fact._replace(value=NamedNode(fact.value.value + "x"))) if is_ours(fact.value) else None


def put_text_for_a_thing(whole: Whole, fact: Fact) -> Damage | None:
    return (fact, fact._replace(value=Literal("x", language="en"))) if is_ours(fact.value) else None


def misspell_the_property(whole: Whole, fact: Fact) -> Damage:
    return fact, fact._replace(predicate=NamedNode(fact.predicate.value + "x"))


def misspell_the_subject(whole: Whole, fact: Fact) -> Damage:
    return fact, fact._replace(subject=NamedNode(fact.subject.value + "x"))


def say_a_second_value(whole: Whole, fact: Fact) -> Damage | None:
    value = fact.value
    other = alter(value) if isinstance(value, Literal) else whole.find_other(value, same_class=True)
    return (None, fact._replace(value=other)) if other else None


def alter_the_value(whole: Whole, fact: Fact) -> Damage | None:
    return (fact, fact._replace(value=alter(fact.value))) if isinstance(fact.value, Literal) else None


def drop_the_datatype_or_language(whole: Whole, fact: Fact) -> Damage | None:
    plain = Literal(fact.value.value)
    return (fact, fact._replace(value=plain)) if isinstance(fact.value, Literal) and fact.value != plain else None


def change_the_language(whole: Whole, fact: Fact) -> Damage | None:
    is_text = isinstance(fact.value, Literal) and fact.value.language
    return (fact, fact._replace(value=Literal(fact.value.value, language="de"))) if is_text else None


def move_to_another_passage(whole: Whole, fact: Fact) -> Damage | None:
    passages = sorted({it.graph.value for it in whole.facts if it.graph and it.graph.value.startswith(PASSAGE)})
    if not fact.graph or fact.graph.value not in passages:
        return None
    return fact, fact._replace(graph=NamedNode(next(name for name in passages if name != fact.graph.value)))


def copy_into_a_reference_set(whole: Whole, fact: Fact) -> Damage | None:
    is_in_passage = fact.graph and fact.graph.value.startswith(PASSAGE)
    return (None, fact._replace(graph=NamedNode(SOURCE + "reference/actors"))) if is_in_passage else None


# How many damages of each kind are done: one where the rules that notice it don't look at the property.
OPERATIONS: dict[Operation, int] = {
    remove: 2,
    name_another_of_its_class: 2,
    name_one_of_another_class: 1,
    name_an_unknown_thing: 1,
    put_text_for_a_thing: 1,
    misspell_the_property: 1,
    misspell_the_subject: 1,
    say_a_second_value: 2,
    alter_the_value: 2,
    drop_the_datatype_or_language: 1,
    change_the_language: 1,
    move_to_another_passage: 1,
    copy_into_a_reference_set: 1,
}


def is_ours(value: Term) -> bool:
    return isinstance(value, NamedNode) and value.value.startswith(BASE)


def alter(value: Literal) -> Literal:
    """The text with its last digit counted up, or a date a year later; else with a word put before it."""
    dated = re.fullmatch(r"([0-9]{4})(-[0-9]{2}-[0-9]{2})", value.value)
    if dated:
        text = f"{int(dated[1]) + 1}{dated[2]}"
    elif re.search(r"[0-9]\W*$", value.value):
        text = re.sub(r"([0-9])(\W*)$", lambda it: f"{(int(it[1]) + 1) % 10}{it[2]}", value.value)
    else:
        text = "Not " + value.value
    return Literal(text, language=value.language) if value.language else Literal(text, datatype=value.datatype)


@contextmanager
def damaged(store: Store, damage: Damage) -> Iterator[None]:
    """The store with the damage done, in its graph and in the union; mended afterwards."""
    before = list_states(store, damage)
    gone, come = damage
    if gone:
        store.remove(make_quad(gone))
        if not any(it.graph for it in find_facts(store, gone.subject, gone.predicate, gone.value)):
            store.remove(make_quad(gone._replace(graph=None)))
    if come:
        store.extend([make_quad(come), make_quad(come._replace(graph=None))])
    yield
    for fact in list_states(store, damage):
        store.remove(make_quad(fact))
    store.extend(make_quad(fact) for fact in before)


def make_quad(fact: Fact) -> Quad:
    return Quad(fact.subject, fact.predicate, fact.value, fact.graph or DefaultGraph())


def list_states(store: Store, damage: Damage) -> list[Fact]:
    """Wherever the damage's triples are stated, the union among them."""
    return [it for fact in damage if fact for it in find_facts(store, fact.subject, fact.predicate, fact.value)]


def is_noticed(whole: Whole, damage: Damage) -> bool:
    with damaged(whole.store, damage):
        focus = list_focus(whole.store, damage)
        return not whole.findings.issuperset(find_faults(whole.store, whole.rules, focus))


def list_focus(store: Store, damage: Damage) -> list[NamedNode]:
    """What the damage changed, and some of what points to it."""
    subjects = {fact.subject for fact in damage if fact}
    values = {fact.value for fact in damage if fact and isinstance(fact.value, NamedNode)}
    near = (it.subject for subject in subjects for it in find_facts(store, value=subject, graph=DefaultGraph()))
    return [*subjects, *values, *islice(near, NEIGHBOURS)]


def choose_representatives(whole: Whole, operation: Operation) -> dict[NamedNode, list[Damage]]:
    """For each property some damages, of subjects of different classes where there are."""
    chosen: dict[NamedNode, dict[str, Damage]] = {}
    for fact in whole.facts:
        kinds = chosen.setdefault(fact.predicate, {})
        kind = whole.find_class(fact.value if fact.predicate == RDF_TYPE else fact.subject)
        if kind in kinds or len(kinds) == OPERATIONS[operation]:
            continue
        damage = operation(whole, fact)
        if damage and has_effect(whole.store, damage):
            kinds[kind] = damage
    return {predicate: list(kinds.values()) for predicate, kinds in chosen.items() if kinds}


def has_effect(store: Store, damage: Damage) -> bool:
    """Whether no other graph states the fact that goes, and none yet the one that comes."""
    gone, come = damage
    is_last = not gone or len(list_states(store, (gone, None))) == 2
    return is_last and not (come and make_quad(come) in store)


def list_survivors(whole: Whole, operation: Operation) -> Iterator[NamedNode]:
    """The properties with a damage that no rule notices."""
    for predicate, damages in choose_representatives(whole, operation).items():
        if not all(is_noticed(whole, damage) for damage in damages):
            yield predicate


def read_table(operation: Operation) -> set[str]:
    """The properties that docs/rules.md lists for an operation."""
    words = operation.__name__.replace("_", " ")
    rows = re.findall(r"^\| (.*?) \| (.*?) \| .* \|$", TABLE.read_text(encoding="utf-8"), re.MULTILINE)
    return {name for kind, names in rows if kind == words for name in re.findall(r"`(\w+:\w+)`", names)}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda it: it.__name__.replace("_", "-"))
def test_what_no_rule_notices_is_written_down(operation: Operation, whole: Whole, prefixes: dict[str, str]) -> None:
    survivors = {shorten(predicate, prefixes) for predicate in list_survivors(whole, operation)}
    assert survivors == read_table(operation)


def shorten(predicate: NamedNode, prefixes: dict[str, str]) -> str:
    name, space = next((name, space) for name, space in prefixes.items() if predicate.value.startswith(space))
    return f"{name}:{predicate.value.removeprefix(space)}"


def test_a_date_that_is_no_day_of_the_calendar_is_no_day_of_a_thing(store: Store) -> None:
    damaged = Store()
    damaged.bulk_extend(store.quads_for_pattern(None, None, None))
    day = NamedNode("https://w3id.org/cim-kg/id/date.cooperation-mechanisms-meeting.october-6-8-2003")
    for bound in (EARLIEST, LATEST):
        for quad in list(damaged.quads_for_pattern(day, bound, None)):
            damaged.remove(quad)
            damaged.add(Quad(day, bound, Literal("2003-13-40", datatype=NamedNode(XSD + "date")), quad.graph_name))
    data = encode_explorer(damaged, [], {}, {}, Versions("1", "2", "3", "4"), {})
    assert "2003-13-40" not in str(data["things"])
    assert "2003-12-12" in str(data["things"])
