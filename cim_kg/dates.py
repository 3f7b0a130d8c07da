"""Stated dates as people of a language write them (Unicode CLDR), no more exact than the source's words allow."""

from datetime import date

from pyoxigraph import DefaultGraph, NamedNode, Store

from cim_kg.namespaces import CONCEPT, EARLIEST, LATEST, PRECISION
from cim_kg.store import find_facts

_DAY, _DAYS, _MONTH, _MONTHS, _YEAR = (
    NamedNode(f"{CONCEPT}precision.{name}") for name in ("day", "days", "month", "months", "year")
)


def say_date(store: Store, stated: NamedNode, language: str) -> str:
    """The date, with the year that it is inferred to be of; "" where only the source's own words say it."""
    told = {it: next(find_facts(store, stated, it, graph=DefaultGraph()), None) for it in (PRECISION, EARLIEST, LATEST)}
    if None in told.values():
        return ""
    precision, *bounds = (fact.value for fact in told.values() if fact)
    try:
        first, last = (date.fromisoformat(it.value) for it in bounds)
    except ValueError:  # in a graph that breaks the rules
        return ""
    from babel.dates import format_date, format_interval, format_skeleton

    match precision:
        case it if it == _DAY:
            return format_date(first, "long", locale=language)
        case it if it == _DAYS:
            return format_interval(first, last, "yMMMd", locale=language)
        case it if it == _MONTH:
            return format_skeleton("yMMMM", first, locale=language)
        case it if it == _MONTHS:
            return format_interval(first, last, "yMMMM", locale=language)
        case it if it == _YEAR:
            return str(first.year)
    return ""


def say_day(day: date, language: str) -> str:
    """A day with the name of its month."""
    from babel.dates import format_date

    return format_date(day, "long", locale=language)
