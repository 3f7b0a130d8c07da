"""Who should talk to whom: pairs of actors that share something and are involved together in no recorded activity.

What counts, and how much, stands in queries/introductions.toml. An organ or office counts for the outermost body that
it belongs to; the organs of a body that has others below it, as the OAS has CIM, stand for themselves. Wholes are not
paired with their parts. The way in is a third body that is involved in an activity with each of the two.
"""

import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from cim_kg.answers import list_instances
from cim_kg.errors import InputError
from cim_kg.names import label
from cim_kg.namespaces import POST_IN, SUB_ORGANIZATION_OF, UNIT_OF
from cim_kg.papers import Composer, Draft, Entry, Paper
from cim_kg.proof import Answered
from cim_kg.serialization import read_text
from cim_kg.store import find_facts
from cim_kg.translations import Translator

COMMON = 3  # what more than one of so many pairs share scores nothing
WAYS_IN = 3
_INVOLVEMENT = "involvement"

Holding = Mapping[NamedNode, Mapping[NamedNode, tuple[NamedNode, ...]]]
"""For each body what it has, and the passages that prove it."""


@dataclass(frozen=True)
class Component:
    """A ground to talk: the question that tells what an actor has, the column that names it, and what it adds."""

    name: str
    weight: float
    question: str
    column: str
    why: str


@dataclass(frozen=True)
class Share:
    """What two bodies share of one component: each thing with the passages that prove it of both."""

    component: Component
    things: Mapping[NamedNode, tuple[NamedNode, ...]]

    @property
    def points(self) -> float:
        """What it adds to the score."""
        return self.component.weight * len(self.things)


@dataclass(frozen=True)
class WayIn:
    """A third body, and by which activities it is involved with each of the two, with the passages that prove it."""

    body: NamedNode
    with_one: Mapping[NamedNode, tuple[NamedNode, ...]]
    with_other: Mapping[NamedNode, tuple[NamedNode, ...]]


@dataclass(frozen=True)
class Introduction:
    """Two bodies that have not met, what they share, and the ways in."""

    one: NamedNode
    other: NamedNode
    shares: tuple[Share, ...]
    ways_in: tuple[WayIn, ...]

    @property
    def score(self) -> float:
        """The sum of what each share adds."""
        return sum(share.points for share in self.shares)


def read_components(path: Path) -> list[Component]:
    """The components of a file of weights. Raises InputError where it is not in that form."""
    try:
        told = tomllib.loads(read_text(path))
        found = [
            Component(name, float(it["weight"]), it["question"], it["column"], it["why"]) for name, it in told.items()
        ]
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path} cannot be read as TOML: {error}", "Mend the file") from error
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"{path} has a component that is not in form ({error})",
            "Give each its weight (a number), question, column and why",
        ) from error
    if any(it.weight < 0 for it in found):
        raise InputError(f"{path} has a weight below 0", "Write 0 to leave a component out")
    return found


def find_introductions(composer: Composer, components: Sequence[Component]) -> list[Introduction]:
    """The pairs that share something that scores and have not met: the highest score first, then by names."""
    store = composer.store
    bodies = _list_bodies(store)
    involved = _hold(composer.answer(_INVOLVEMENT), "activity", bodies)
    family = _read_family(store)
    pairs = [
        (one, other)
        for one, other in combinations(sorted(bodies, key=lambda it: it.value), 2)
        if one not in family[other] and other not in family[one]
    ]
    shares: dict[tuple[NamedNode, NamedNode], list[Share]] = defaultdict(list)
    for component in components:
        if component.weight:
            held = _hold(composer.answer(component.question), component.column, bodies)
            for pair, things in _share(held, pairs).items():
                shares[pair].append(Share(component, things))
    found = [
        Introduction(*pair, tuple(shared), tuple(_find_ways_in(involved, *pair, family)))
        for pair, shared in shares.items()
        if involved.get(pair[0], {}).keys().isdisjoint(involved.get(pair[1], {}))
    ]
    return sorted(found, key=lambda it: (-it.score, label(store, it.one), label(store, it.other)))


def choose_pairs(store: Store, found: Iterable[Introduction], actor: NamedNode) -> list[Introduction]:
    """Those of the pairs that the actor is in, or the bodies that it is an organ or an office of."""
    wholes = [actor]
    for it in wholes:
        wholes += [whole for whole in _list_wholes(store, it, UNIT_OF, POST_IN) if whole not in wholes]
    own = set(wholes) & _list_bodies(store)
    return [pair for pair in found if pair.one in own or pair.other in own]


def _hold(answered: Answered, column: str, bodies: Collection[NamedNode]) -> Holding:
    """What each body has in a column of an answer, with the passages of all rows that say so.

    Raises InputError where the answer lacks that column, or one of actors.
    """
    answer = answered.answer
    for needed in ("actor", column):
        if needed not in answer.columns:
            problem = f"Question {answer.question.name} has no column “{needed}”"
            raise InputError(problem, "Name one that has, in the file of weights")
    actor, value = answer.columns.index("actor"), answer.columns.index(column)
    held: dict[NamedNode, dict[NamedNode, tuple[NamedNode, ...]]] = {}
    for row, proof in zip(answer.rows, answered.proofs, strict=True):
        body, thing = row[actor], row[value]
        if body in bodies and isinstance(body, NamedNode) and isinstance(thing, NamedNode):
            things = held.setdefault(body, {})
            things[thing] = tuple(dict.fromkeys((*things.get(thing, ()), *proof.passages)))
    return held


def _share(
    held: Holding, pairs: Collection[tuple[NamedNode, NamedNode]]
) -> dict[tuple[NamedNode, NamedNode], dict[NamedNode, tuple[NamedNode, ...]]]:
    """What each pair shares, without what more than a third of all pairs share; nothing where most still share some."""
    shared = {(one, other): _join(held.get(one, {}), held.get(other, {})) for one, other in pairs}
    counts: dict[NamedNode, int] = defaultdict(int)
    for thing in (thing for things in shared.values() for thing in things):
        counts[thing] += 1
    telling = {
        pair: told
        for pair, things in shared.items()
        if (told := {it: proving for it, proving in things.items() if counts[it] * COMMON <= len(pairs)})
    }
    return telling if len(telling) * COMMON <= len(pairs) else {}


def _find_ways_in(
    involved: Holding, one: NamedNode, other: NamedNode, family: Mapping[NamedNode, set[NamedNode]]
) -> Iterable[WayIn]:
    """The third bodies that are involved with both, the most often first, at most WAYS_IN."""
    found = [
        WayIn(body, _join(activities, involved.get(one, {})), _join(activities, involved.get(other, {})))
        for body, activities in involved.items()
        if body not in family[one] | family[other] | {one, other}
    ]
    found = [it for it in found if it.with_one and it.with_other]
    return sorted(found, key=lambda it: (-min(len(it.with_one), len(it.with_other)), it.body.value))[:WAYS_IN]


def _join(
    one: Mapping[NamedNode, tuple[NamedNode, ...]], other: Mapping[NamedNode, tuple[NamedNode, ...]]
) -> dict[NamedNode, tuple[NamedNode, ...]]:
    """What two bodies both have, with the passages that prove it of both."""
    return {
        thing: tuple(dict.fromkeys((*one[thing], *other[thing])))
        for thing in sorted(one.keys() & other.keys(), key=lambda it: it.value)
    }


def _list_bodies(store: Store) -> set[NamedNode]:
    """The actors that stand for themselves."""
    with_others_below = {fact.value for fact in find_facts(store, predicate=SUB_ORGANIZATION_OF, graph=DefaultGraph())}
    return {
        actor
        for actor in list_instances(store, "cim:Actor")
        if all(whole in with_others_below for whole in _list_wholes(store, actor, UNIT_OF, POST_IN))
    }


def _read_family(store: Store) -> dict[NamedNode, set[NamedNode]]:
    """For each actor its wholes and its parts, near and far."""
    family: dict[NamedNode, set[NamedNode]] = {actor: set() for actor in list_instances(store, "cim:Actor")}
    for actor in family:
        wholes = _list_wholes(store, actor, UNIT_OF, POST_IN, SUB_ORGANIZATION_OF)
        for whole in wholes:
            wholes += [
                it for it in _list_wholes(store, whole, UNIT_OF, POST_IN, SUB_ORGANIZATION_OF) if it not in wholes
            ]
            family[actor].add(whole)
            family.setdefault(whole, set()).add(actor)
    return family


def _list_wholes(store: Store, actor: NamedNode, *predicates: NamedNode) -> list[NamedNode]:
    facts = (fact for it in predicates for fact in find_facts(store, actor, it, graph=DefaultGraph()))
    return sorted({fact.value for fact in facts if isinstance(fact.value, NamedNode)}, key=lambda it: it.value)


def introduce(composer: Composer, found: Sequence[Introduction], components: Sequence[Component]) -> Paper:
    """The introductions as a page: a section for each pair, with a line for each ground and for each way in."""
    say = composer.say
    lead = [
        say("Pairs that share something and are involved together in no recorded activity. The score is a sum:"),
        *(
            say(
                "{ground}: {points} for each. {why}", ground=say.word(it.name), points=f"{it.weight:g}", why=say(it.why)
            )
            for it in components
            if it.weight
        ),
        say("What more than a third of all pairs share adds nothing."),
    ]
    columns = ("ground", "what", "points")
    drafts = [
        Draft(_name_pair(composer.store, say, it), columns, tuple(_list_grounds(composer.store, say, it)))
        for it in found
    ]
    return composer.publish(say("Who should talk to whom"), lead, drafts)


def _name_pair(store: Store, say: Translator, pair: Introduction) -> str:
    one, other = (label(store, it, say.language) for it in (pair.one, pair.other))
    return say("{one} and {other}: {score}", one=one, other=other, score=f"{pair.score:g}")


def _list_grounds(store: Store, say: Translator, pair: Introduction) -> Iterator[Entry]:
    for share in pair.shares:
        for thing, passages in share.things.items():
            yield Entry(
                ((Literal(say.word(share.component.name)),), (thing,), (Literal(f"{share.component.weight:g}"),)),
                passages,
            )
    for way in pair.ways_in:
        body = label(store, way.body, say.language)
        for end, met in ((pair.one, way.with_one), (pair.other, way.with_other)):
            ground = say("way in: {body} with {end}", body=body, end=label(store, end, say.language))
            proving = dict.fromkeys(it for passages in met.values() for it in passages)
            yield Entry(((Literal(ground),), tuple(met), ()), tuple(proving))
