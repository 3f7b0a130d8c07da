"""Who should talk to whom: pairs of bodies that share something and are involved together in no recorded activity.

What counts, and how much, stands in queries/introductions.toml. An organ or office counts for the outermost body that
it belongs to; the organs of a body that has others below it, as the OAS has CIM, stand for themselves. Wholes are not
paired with their parts, nor a government with the bodies of its country, and where one of those has met somebody, the
government has. The way in is a third body that is involved in an activity with each of the two.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from cim_kg.answers import list_instances
from cim_kg.composers import Composer, say_number
from cim_kg.errors import InputError
from cim_kg.names import shorten
from cim_kg.namespaces import CONCEPT, COUNTRY, DECIMAL, POST_IN, RDF_TYPE, SUB_ORGANIZATION_OF, UNIT_OF
from cim_kg.papers import Draft, Entry, Paper
from cim_kg.store import find_facts, find_reached, find_values
from cim_kg.weights import Component

COMMON = 3  # what more than one of so many pairs share scores nothing
WAYS_IN = 3
INVOLVEMENT = "involvement"
_INVOLVED = Component(INVOLVEMENT, Decimal(), INVOLVEMENT, "activity", "")

Pair = tuple[NamedNode, NamedNode]
Proved = Mapping[NamedNode, tuple[NamedNode, ...]]
"""Things, each with the passages that prove it."""


@dataclass(frozen=True)
class Share:
    """What two bodies share of one component, with the passages that prove it of both."""

    component: Component
    things: Proved

    @property
    def points(self) -> Decimal:
        """What it adds to the score."""
        return self.component.weight * len(self.things)


@dataclass(frozen=True)
class WayIn:
    """A third body, and by which activities it is involved with each of the two, with the passages that prove it."""

    body: NamedNode
    with_one: Proved
    with_other: Proved


@dataclass(frozen=True)
class Introduction:
    """Two bodies that have not met, what they share, and the ways in."""

    one: NamedNode
    other: NamedNode
    shares: tuple[Share, ...]
    ways_in: tuple[WayIn, ...]

    @property
    def score(self) -> Decimal:
        """The sum of what each share adds."""
        return sum((share.points for share in self.shares), Decimal())


def find_introductions(composer: Composer, components: Sequence[Component]) -> list[Introduction]:
    """The pairs that share something that scores and have not met: the highest score first, then by their IRIs."""
    store = composer.store
    bodies, family = _list_bodies(store), _read_family(store)
    involved = _hold(composer, _INVOLVED, bodies)
    met = _widen(store, involved)
    pairs = [
        (one, other)
        for one, other in combinations(sorted(bodies, key=lambda it: it.value), 2)
        if one not in family[other] and other not in family[one]
    ]
    shares: dict[Pair, list[Share]] = defaultdict(list)
    for component in components:
        if component.weight:
            for pair, things in _share(_hold(composer, component, bodies), pairs).items():
                shares[pair].append(Share(component, things))
    found = [
        Introduction(*pair, tuple(shared), tuple(_find_ways_in(involved, *pair, family)))
        for pair, shared in shares.items()
        if met.get(pair[0], set()).isdisjoint(met.get(pair[1], set()))
    ]
    return sorted(found, key=lambda it: (-it.score, it.one.value, it.other.value))


def choose_pairs(store: Store, found: Iterable[Introduction], actor: NamedNode) -> list[Introduction]:
    """Those of the pairs that the actor is in, or the bodies that it is an organ or an office of."""
    own = _find_own(store, actor)
    return [pair for pair in found if pair.one in own or pair.other in own]


def _find_own(store: Store, actor: NamedNode) -> set[NamedNode]:
    """The organizations that stand for the actor: itself, or those that it is an organ or an office of."""
    return {actor, *find_reached(store, actor, UNIT_OF, POST_IN)} & _list_bodies(store)


def _hold(composer: Composer, component: Component, bodies: Collection[NamedNode]) -> dict[NamedNode, Proved]:
    """What each body has of a component, with the passages of all rows that say so.

    Raises InputError where the question lacks a column that the component needs, or the ontology a relation.
    """
    rows = composer.list_rows(component.question)
    for needed in ("actor", component.column, *(["relation"] if component.relations else [])):
        if needed not in composer.questions[component.question].columns:
            problem = (
                f"Question {component.question} has no column “{needed}”, which the component {component.name} needs"
            )
            raise InputError(problem, "Name another question or column in the file of weights")
    relations = {NamedNode(CONCEPT + name) for name in component.relations}
    for relation in relations:
        if next(find_facts(composer.store, relation, RDF_TYPE), None) is None:
            problem = f"There is no concept “{shorten(relation)}”, which the component {component.name} names"
            raise InputError(problem, "Name another in the file of weights; see all with: cim-kg show --all")
    held: dict[NamedNode, dict[NamedNode, tuple[NamedNode, ...]]] = {}
    for fields, passages in rows:
        body, thing = fields["actor"], fields[component.column]
        if relations and fields["relation"] not in relations:
            continue
        if body in bodies and isinstance(body, NamedNode) and isinstance(thing, NamedNode):
            things = held.setdefault(body, {})
            things[thing] = tuple(dict.fromkeys((*things.get(thing, ()), *passages)))
    return dict(held)


def _share(held: Mapping[NamedNode, Proved], pairs: Collection[Pair]) -> dict[Pair, Proved]:
    """What each pair shares, without what more than a third of all pairs share; nothing where most still share some."""
    shared = {(one, other): _join(held.get(one, {}), held.get(other, {})) for one, other in pairs}
    counts: dict[NamedNode, int] = defaultdict(int)
    for thing in (thing for things in shared.values() for thing in things):
        counts[thing] += 1
    telling: dict[Pair, Proved] = {
        pair: told
        for pair, things in shared.items()
        if (told := {it: proving for it, proving in things.items() if counts[it] * COMMON <= len(pairs)})
    }
    return telling if len(telling) * COMMON <= len(pairs) else {}


def _join(one: Proved, other: Proved) -> dict[NamedNode, tuple[NamedNode, ...]]:
    """What two bodies both have, with the passages that prove it of both."""
    return {
        thing: tuple(dict.fromkeys((*one[thing], *other[thing])))
        for thing in sorted(one.keys() & other.keys(), key=lambda it: it.value)
    }


def _find_ways_in(
    involved: Mapping[NamedNode, Proved], one: NamedNode, other: NamedNode, family: Mapping[NamedNode, set[NamedNode]]
) -> list[WayIn]:
    """The third bodies that are involved with both, the most often first, at most WAYS_IN."""
    found = [
        WayIn(body, _join(activities, involved.get(one, {})), _join(activities, involved.get(other, {})))
        for body, activities in involved.items()
        if body not in family[one] | family[other] | {one, other}
    ]
    found = [it for it in found if it.with_one and it.with_other]
    return sorted(found, key=lambda it: (-min(len(it.with_one), len(it.with_other)), it.body.value))[:WAYS_IN]


def _list_bodies(store: Store) -> set[NamedNode]:
    """The organizations that stand for themselves."""
    with_others_below = {fact.value for fact in find_facts(store, predicate=SUB_ORGANIZATION_OF, graph=DefaultGraph())}
    return {
        body
        for body in list_instances(store, "cim:Organization")
        if all(whole in with_others_below for whole in find_values(store, body, UNIT_OF, POST_IN))
    }


def _read_family(store: Store) -> dict[NamedNode, set[NamedNode]]:
    """For each organization its wholes and parts, near and far; for a government and its bodies each other."""
    family: dict[NamedNode, set[NamedNode]] = {it: set() for it in list_instances(store, "cim:Organization")}
    for actor in list(family):
        for whole in find_reached(store, actor, UNIT_OF, POST_IN, SUB_ORGANIZATION_OF):
            family[actor].add(whole)
            family.setdefault(whole, set()).add(actor)
    for houses in _list_houses(store).values():
        for house in houses:
            family.setdefault(house, set()).update(houses - {house})
    return family


def _list_houses(store: Store) -> dict[NamedNode, set[NamedNode]]:
    """The government and the bodies of each country."""
    houses: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for fact in find_facts(store, predicate=COUNTRY, graph=DefaultGraph()):
        if isinstance(fact.value, NamedNode):
            houses[fact.value].add(fact.subject)
    return houses


def _widen(store: Store, involved: Mapping[NamedNode, Proved]) -> dict[NamedNode, set[NamedNode]]:
    """What each body is involved in; a government in what the bodies of its country are involved in too."""
    met = {body: set(things) for body, things in involved.items()}
    governments = list_instances(store, "cim:Government")
    for houses in _list_houses(store).values():
        for government in houses & governments:
            met[government] = set().union(*(involved.get(house, {}) for house in houses))
    return met


def introduce(
    composer: Composer,
    found: Sequence[Introduction],
    components: Sequence[Component],
    limit: int,
    actor: NamedNode | None = None,
) -> Paper:
    """At most so many introductions, all of an actor or of anybody, as a page.

    A section for each pair, with a line for each ground and way in.
    """
    say = composer.say
    cut = say("These are the first {shown} of {count}.", shown=limit, count=len(found))
    lead = [
        say("Pairs that share something and are involved together in no recorded activity."),
        say("No source claims to name all who were present: two who are introduced here may have met."),
        say("The score is a sum. What more than a third of all pairs share adds nothing."),
        *(
            say(
                "{ground}: {points} for each. {why}",
                ground=say.word(it.name),
                points=say_number(it.weight, say.language),
                why=say(it.why),
            )
            for it in components
            if it.weight
        ),
        *([] if found else [_say_none(composer, actor)]),
        *([cut] if len(found) > limit else []),
    ]
    drafts = [_draft_pair(composer, pair) for pair in found[:limit]]
    about = () if actor is None else (actor,)
    return composer.publish(say("Who should talk to whom"), lead, drafts, about)


def _say_none(composer: Composer, actor: NamedNode | None) -> str:
    """Why there is no pair."""
    say = composer.say
    if actor is None:
        return say("No pair shares anything that scores.")
    if not _find_own(composer.store, actor):
        return say("Only organizations are introduced, and {actor} is none.", actor=composer.show(actor))
    return say("{actor} shares nothing that scores with anybody whom it has not met.", actor=composer.show(actor))


def _draft_pair(composer: Composer, pair: Introduction) -> Draft:
    say, show = composer.say, composer.show
    heading = say(
        "{one} and {other}: {score}",
        one=show(pair.one),
        other=show(pair.other),
        score=say_number(pair.score, say.language),
    )
    return Draft(
        heading, ("ground", "what", "points"), tuple(_list_grounds(composer, pair)), about=(pair.one, pair.other)
    )


def _list_grounds(composer: Composer, pair: Introduction) -> Iterator[Entry]:
    say, show = composer.say, composer.show
    for share in pair.shares:
        points = Literal(f"{share.component.weight:f}", datatype=DECIMAL)
        for thing, passages in share.things.items():
            yield Entry(((Literal(say.word(share.component.name)),), (thing,), (points,)), passages)
    for way in pair.ways_in:
        for end, met in ((pair.one, way.with_one), (pair.other, way.with_other)):
            ground = say("way in: {body} with {end}", body=show(way.body), end=show(end))
            proving = dict.fromkeys(it for passages in met.values() for it in passages)
            yield Entry(((Literal(ground),), tuple(met), ()), tuple(proving))
