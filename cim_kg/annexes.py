"""The annex of an annual report: what an actor did in a period, under which mandates, where, with whose money.

It is made of the answers to questions; what can be dated outside the period is left out of them.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from cim_kg.dates import say_date, say_day
from cim_kg.errors import UnknownNameError, ValueKindError
from cim_kg.followups import draft_in_force, draft_proposed, draft_scorecard, list_breaks
from cim_kg.names import label, show_term
from cim_kg.namespaces import CONCEPT, DATE, EARLIEST, LATEST, PART_OF, START_DATE, XSD
from cim_kg.papers import Cell, Composer, Draft, Entry, Paper, gather
from cim_kg.store import Term, find_facts

_PERIOD = re.compile(r"(?P<year>\d{4})(-(?P<month>\d{2})(-(?P<day>\d{2}))?)?")
_ACTIVITIES = "activities-of-a-period"
_ACTIVITY = ("activity", "place", "role", "partner")
_MONEY = ("status", "funder", "purpose", "mandate", "standing", "recipient")
_BROKEN = ("instrument", "activity", "activity", "purpose")  # what is dated in each of the breaks
_UNDATED = NamedNode(CONCEPT + "answer.not-reported")


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both included."""

    first: date
    last: date


def read_period(first: str, last: str) -> Period:
    """The period from the beginning of the first year, month or day to the end of the last.

    Raises ValueKindError for words that are none of these, and where the last comes before the first.
    """
    period = Period(_read_days(first)[0], _read_days(last)[1])
    if period.last < period.first:
        raise ValueKindError(f"{last} comes before {first}", "Give the beginning with --from and the end with --to")
    return period


def _read_days(words: str) -> tuple[date, date]:
    match = _PERIOD.fullmatch(words)
    try:
        if match is None:
            raise ValueError
        year, month, day = (int(it) if it else None for it in (match["year"], match["month"], match["day"]))
        assert year is not None
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except ValueError:
        raise ValueKindError(
            f"“{words}” is no year, month or day", "Write it as in 2003, 2003-06 or 2003-06-30"
        ) from None


def make_annex(composer: Composer, actor: NamedNode, period: Period) -> Paper:
    """The annex. Raises UnknownNameError where no source tells of an activity of the actor in the period."""
    say, store = composer.say, composer.store
    activities = _draft_activities(composer, actor, period)
    if not activities.entries:
        raise _say_empty(composer, actor, period)
    by_country = ("country", "coverage", "region", "work", "activity")
    about_media = ("item", "type", "publisher", "relation", "origin")
    drafts = [
        activities,
        _keep(store, draft_in_force(composer), "instrument", period, standing=True),
        _keep(store, draft_proposed(composer), "instrument", period, standing=True),
        draft_scorecard(composer),
        _keep(store, composer.draft(say("By country"), "member-states", by_country), "activity", period, standing=True),
        _keep(store, composer.draft(say("Money"), "money-by-status", _MONEY), "purpose", period),
        _keep(store, composer.draft(say("In the media"), "media", about_media), "item", period),
        *(
            _keep(store, it, column, period, standing=column == "instrument")
            for it, column in zip(list_breaks(composer), _BROKEN, strict=True)
        ),
    ]
    days = {"first": say_day(period.first, say.language), "last": say_day(period.last, say.language)}
    name = label(store, actor, say.language)
    lead = (
        say("What the sources tell of the work of {actor} from {first} to {last}.", actor=name, **days),
        say("Each line ends in the numbers of its sources, which are listed last."),
    )
    return composer.publish(say("Annex to the annual report: trafficking in persons"), lead, drafts)


def _say_empty(composer: Composer, actor: NamedNode, period: Period) -> UnknownNameError:
    """That no source tells of the period, and of which it does."""
    answered = composer.answer(_ACTIVITIES, actor=actor)
    places = [answered.answer.columns.index(name) for name in ("first", "last")]
    days = sorted(it.value for row in answered.answer.rows for i in places if isinstance(it := row[i], Literal))
    name = label(composer.store, actor)
    problem = f"No source tells of an activity of {name} from {period.first} to {period.last}"
    if not days:
        return UnknownNameError(problem, "Name another actor with --actor; see all with: cim-kg show --all")
    return UnknownNameError(problem, f"Choose days between {days[0]} and {days[-1]} with --from and --to")


def _draft_activities(composer: Composer, actor: NamedNode, period: Period) -> Draft:
    """A line an activity, in the order of dates, those without one last."""
    days = {name: Literal(str(day), datatype=NamedNode(XSD + "date")) for name, day in vars(period).items()}
    answered = composer.answer(_ACTIVITIES, actor=actor, **{"from": days["first"], "to": days["last"]})
    at = {name: i for i, name in enumerate(answered.answer.columns)}
    entries = [
        Entry(
            (_show_date(composer, row[at["date"]]), *(_make_cell(row[at[name]]) for name in _ACTIVITY)), proof.passages
        )
        for row, proof in sorted(
            zip(answered.answer.rows, answered.proofs, strict=True), key=lambda it: it[0][at["dated"]] == _UNDATED
        )
    ]
    columns = ("date", *_ACTIVITY)
    return Draft(composer.say("Activities in order"), columns, gather(entries, 2), _ACTIVITIES)


def _make_cell(term: Term | None) -> Cell:
    return () if term is None else (term,)


def _show_date(composer: Composer, stated: Term | None) -> Cell:
    """The date as people write it, with the year that it is inferred to be of."""
    if not isinstance(stated, NamedNode):
        return (Literal(composer.say("without a date")),)
    language = composer.say.language
    return (Literal(say_date(composer.store, stated, language) or show_term(composer.store, stated, language)),)


def _keep(store: Store, draft: Draft, column: str, period: Period, *, standing: bool = False) -> Draft:
    """The draft without the entries whose thing in a column is dated outside the period.

    What is `standing`, as a mandate in force, is left out only if it came after the period.
    """
    i = draft.columns.index(column)
    first = "" if standing else str(period.first)

    def is_within(thing: Term) -> bool:
        days = _list_days(store, thing) if isinstance(thing, NamedNode) else []
        return not days or any(begin <= str(period.last) and end >= first for begin, end in days)

    return replace(draft, entries=tuple(it for it in draft.entries if all(map(is_within, it.cells[i]))))


def _list_days(store: Store, thing: NamedNode) -> list[tuple[str, str]]:
    """The first and last day of each date of the thing, or of the nearest whole that has one, as year-month-day."""
    wholes = [thing]
    for it in wholes:
        stated = (node for predicate in (DATE, START_DATE) for node in _find(store, it, predicate))
        bounds = [(_read_day(store, node, EARLIEST), _read_day(store, node, LATEST)) for node in stated]
        if known := [(first, last) for first, last in bounds if first and last]:
            return known
        wholes += [whole for whole in _find(store, it, PART_OF) if whole not in wholes]
    return []


def _find(store: Store, thing: NamedNode, predicate: NamedNode) -> Iterator[NamedNode]:
    facts = find_facts(store, thing, predicate, graph=DefaultGraph())
    yield from (fact.value for fact in facts if isinstance(fact.value, NamedNode))


def _read_day(store: Store, stated: NamedNode, bound: NamedNode) -> str:
    return min((fact.value.value for fact in find_facts(store, stated, bound, graph=DefaultGraph())), default="")
