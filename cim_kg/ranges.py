"""What belongs to an annex: of an actor, in a period.

The list of activities decides: an activity belongs by its date, one without a date by the period of the report that
tells of it. Work and gaps are those of the activities and of such parts as are not dated outside the period. Money is
for them, or asked for the actor or by the instruments that they are reported under; mandates are those of the actor,
of these instruments, and of what its reports propose; what is said was said at the activities, or in a report of the
period. No instrument that is dated after the period gives anything.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, NamedNode, Store

from cim_kg.namespaces import (
    ADDRESSEE,
    CONCEPT,
    CONCERNS,
    COVERS,
    EARLIEST,
    IS_PART_OF,
    LATEST,
    MANDATE_OF,
    PART_OF,
    PERIOD,
    POST_IN,
    PUBLISHER,
    REPORTED_UNDER,
    UNIT_OF,
)
from cim_kg.papers import Fields, Told
from cim_kg.periods import Period, came_out, is_not_later, lies_outside
from cim_kg.store import Term, find_facts, find_reaching, find_values, is_evidence

_ACTIVITIES_OF_CIM = NamedNode(f"{CONCEPT}covered.cim-activities")


@dataclass(frozen=True)
class Range:
    """An actor with its organs and offices, a period, its activities with their parts, and their instruments.

    The questions whose rows it judges are named by what they tell; rows are given by their columns.
    """

    store: Store
    actor: NamedNode
    period: Period
    activities: frozenset[Term]
    bodies: frozenset[Term]
    instruments: frozenset[Term]

    def holds_mandate(self, fields: Fields) -> bool:
        """Whether the mandate is the actor's, or of an instrument that its activities are reported under."""
        concerned = fields["addressee"] in self.bodies or fields["instrument"] in self.instruments
        return concerned and is_not_later(self.store, fields["instrument"], self.period)

    def holds_proposal(self, fields: Fields) -> bool:
        """Whether the mandate is the actor's, or stands in a draft that the actor published."""
        concerned = fields["addressee"] in self.bodies or self._is_published(fields["instrument"])
        return concerned and is_not_later(self.store, fields["instrument"], self.period)

    def holds_money(self, fields: Fields) -> bool:
        """Whether money is for one of the activities; or, if no later instrument asks for it, for the actor itself.

        Also what an instrument asks for that the activities are reported under.
        """
        purpose, mandate = fields.get("purpose"), fields.get("mandate")
        instruments = find_values(self.store, mandate, MANDATE_OF) if isinstance(mandate, NamedNode) else []
        concerned = purpose in self.bodies or _meets(instruments, self.instruments)
        asked = concerned and all(is_not_later(self.store, it, self.period) for it in instruments)
        return purpose in self.activities or asked

    def holds_gap(self, fields: Fields) -> bool:
        """Whether what breaks off is an activity or money that belongs here."""
        return fields["activity"] in self.activities or self.holds_money(fields)

    def holds_phase(self, fields: Fields) -> bool:
        """Whether the phase is one of the activities."""
        return fields["phase"] in self.activities

    def holds_item(self, fields: Fields) -> bool:
        """Whether a media item came out of an activity, or in the period of what was asked of the actor."""
        origin = fields["origin"]
        first, last = (it.value if (it := fields[name]) else "" for name in ("earliest", "latest"))
        within = "" < first <= str(self.period.last) and last >= str(self.period.first)
        asked = find_values(self.store, origin, ADDRESSEE) if isinstance(origin, NamedNode) else []
        return origin in self.activities or (within and _meets(asked, self.bodies))

    def holds_saying(self, who: Term | None, event: Term | None, passages: Iterable[NamedNode]) -> bool:
        """Whether the actor said it at one of the activities or, at no event, in a source of the period."""
        own = who in self.bodies or self._is_published(who)
        return own and (event in self.activities or (event is None and came_out(self.store, passages, self.period)))

    def find_claim(self) -> tuple[NamedNode, ...]:
        """The passages in which a source claims to tell what the actor did in a time that holds the period."""
        scopes = {it.subject for it in find_facts(self.store, None, COVERS, _ACTIVITIES_OF_CIM)}
        for scope in sorted(scopes, key=lambda it: it.value):
            held = any(map(self._lies_within, find_values(self.store, scope, PERIOD)))
            if held and self.actor in find_values(self.store, scope, CONCERNS):
                proving = {it.graph for it in find_facts(self.store, scope, CONCERNS, self.actor)}
                return tuple(sorted((it for it in proving if it and is_evidence(it)), key=lambda it: it.value))
        return ()

    def _lies_within(self, stated: NamedNode) -> bool:
        """Whether the stated time holds the period."""
        first, last = (
            {it.value.value for it in find_facts(self.store, stated, bound, graph=DefaultGraph())}
            for bound in (EARLIEST, LATEST)
        )
        begins = any(day <= str(self.period.first) for day in first)
        return begins and any(day >= str(self.period.last) for day in last)

    def _is_published(self, document: Term | None) -> bool:
        """Whether the actor published the document, or what it is a part of."""
        if not isinstance(document, NamedNode):
            return False
        held = (document, *find_values(self.store, document, IS_PART_OF))
        return any(_meets(find_values(self.store, it, PUBLISHER), self.bodies) for it in held)


def read_range(store: Store, actor: NamedNode, period: Period, rows: Iterable[Told]) -> Range:
    """What an annex on the actor and the period is about; `rows` are those that list its activities."""
    listed = {it["activity"] for it, _ in rows if isinstance(it["activity"], NamedNode)}
    parts = {part for activity in listed for part in find_reaching(store, activity, PART_OF)}
    activities = listed | {part for part in parts if not lies_outside(store, part, period)}
    bodies = {actor, *find_reaching(store, actor, UNIT_OF, POST_IN)}
    under = {it for activity in listed for it in find_values(store, activity, REPORTED_UNDER)}
    return Range(store, actor, period, frozenset(activities), frozenset(bodies), frozenset(under))


def _meets(terms: Iterable[Term], wanted: Collection[Term]) -> bool:
    return any(term in wanted for term in terms)
