"""Periods, from a day to a day, and what belongs to them by its stated dates."""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pyoxigraph import DefaultGraph, NamedNode, Store

from cim_kg.errors import ValueKindError
from cim_kg.namespaces import DATE, EARLIEST, FORMAT_OF, HAS_SOURCE, IS_PART_OF, ISSUED, LATEST, START_DATE
from cim_kg.store import Term, find_facts, find_values

_PERIOD = re.compile(r"(?P<year>\d{4})(-(?P<month>\d{2})(-(?P<day>\d{2}))?)?")


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
        cure = "Write it as in 2003, 2003-06 or 2003-06-30"
        raise ValueKindError(f"“{words}” is no year, month or day", cure) from None


def merge_spans(spans: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The spans in order, those that overlap as one."""
    merged: list[tuple[str, str]] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged


def is_not_later(store: Store, instrument: Term | None, period: Period) -> bool:
    """Whether the instrument is not dated after the period; one without a date is not later."""
    days = _list_days(store, instrument) if isinstance(instrument, NamedNode) else []
    return not days or min(days) <= str(period.last)


def lies_outside(store: Store, activity: NamedNode, period: Period) -> bool:
    """Whether the activity, or its beginning, is dated and cannot fall in the period."""
    for stated in find_values(store, activity, DATE, START_DATE):
        first, last = (
            {it.value.value for it in find_facts(store, stated, bound, graph=DefaultGraph())}
            for bound in (EARLIEST, LATEST)
        )
        if any(day > str(period.last) for day in first) or any(day < str(period.first) for day in last):
            return True
    return False


def came_out(store: Store, passages: Iterable[NamedNode], period: Period) -> bool:
    """Whether a source of the passages was issued in the period."""
    return any(str(period.first) <= day <= str(period.last) for day in list_issues(store, passages))


def list_issues(store: Store, passages: Iterable[NamedNode]) -> set[str]:
    """The days on which the sources of the passages came out."""
    sources = {it for passage in passages for it in find_values(store, passage, HAS_SOURCE)}
    return {fact.value.value for source in sources for fact in find_facts(store, source, ISSUED)}


def _list_days(store: Store, instrument: NamedNode) -> list[str]:
    """The first days of the dates of an instrument; without one, those on which a document that holds it came out."""
    stated = [(node, EARLIEST) for node in find_values(store, instrument, DATE)]
    documents = [instrument, *find_values(store, instrument, IS_PART_OF)]
    held = [(it.subject, ISSUED) for document in documents for it in find_facts(store, None, FORMAT_OF, document)]
    return [day.value.value for node, told in stated or held for day in find_facts(store, node, told)]
