"""Stated dates as people of a language write them (Unicode CLDR), no more exact than the source's words allow.

Between programs a date or span is written in the Extended Date/Time Format (ISO 8601-2): 2003, 2003-10, 2003-10-06,
2003-09-29/2003-10-01; “?” stands after one whose year the text leaves out.
"""

import calendar
import re
from datetime import date

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from cim_kg.namespaces import EARLIEST, EDTF, INFERRED_FROM, LATEST, PRECISION, VAGUE_PRECISIONS
from cim_kg.store import find_facts

_LETTERS = re.compile("M+")
_FIRST = {"fr": "1er", "pt": "1º"}


def say_date(store: Store, stated: NamedNode, language: str) -> str:
    """The date, with the year that it is inferred to be of; "" where only the source's own words say it."""
    span = read_date(store, stated)
    return say_span(span.value, language) if span else ""


def read_date(store: Store, stated: NamedNode) -> Literal | None:
    """The date as a span; None where only the source's own words say it."""
    told = {it: next(find_facts(store, stated, it, graph=DefaultGraph()), None) for it in (PRECISION, EARLIEST, LATEST)}
    if None in told.values():
        return None
    precision, first, last = (fact.value for fact in told.values() if fact)
    inferred = next(find_facts(store, stated, INFERRED_FROM), None) is not None
    return None if precision in VAGUE_PRECISIONS else write_span(first.value, last.value, inferred=inferred)


def write_span(first: str, last: str, *, inferred: bool = False) -> Literal | None:
    """From the first day to the last, as short as it can be written; None for what is no day of the calendar."""
    try:
        begin, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:  # in a graph that breaks the rules
        return None
    if begin == end:
        text = first
    elif (begin.month, begin.day, end.month, end.day) == (1, 1, 12, 31) and begin.year == end.year:
        text = first[:4]
    elif begin.day == 1 and end == date(begin.year, begin.month, calendar.monthrange(begin.year, begin.month)[1]):
        text = first[:7]
    else:
        text = f"{first}/{last}"
    return Literal(f"{text}?" if inferred else text, datatype=EDTF)


def say_span(span: str, language: str) -> str:
    """A span that `write_span` wrote, inferred years in brackets."""
    first, _, last = span.removesuffix("?").partition("/")
    if last:
        said = _say_interval(date.fromisoformat(first), date.fromisoformat(last), language)
    else:
        said = _say(first, language)
    if span.endswith("?"):
        for year in {first[:4], last[:4]} - {""}:
            said = said.replace(year, f"[{year}]")
    return said


def _say(text: str, language: str) -> str:
    from babel.dates import format_skeleton

    match len(text):
        case 4:
            return text
        case 7:
            return format_skeleton("yMMMM", date.fromisoformat(f"{text}-01"), locale=language)
        case _:
            return say_day(date.fromisoformat(text), language)


def _say_interval(first: date, last: date, language: str) -> str:
    """Whole months by their names, else days; what both have in common is said once."""
    from babel import Locale
    from babel.dates import format_date, format_interval

    if first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]:
        return format_interval(first, last, "yMMMM", locale=language)
    field = "y" if first.year != last.year else "M" if first.month != last.month else "d"
    formats = Locale.parse(language).interval_formats
    patterns = formats.get("yMMMMd", formats["yMMMd"])[field]
    parts = zip((first, last), patterns, strict=True)
    return "".join(
        _order_first(day, format_date(day, _LETTERS.sub("MMMM", it), language), language) for day, it in parts
    )


def is_day(text: str) -> bool:
    """Whether the text is a day of the calendar, as XSD and EDTF both write it without a time zone."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def say_day(day: date, language: str) -> str:
    """A day with the name of its month."""
    from babel.dates import format_date

    return _order_first(day, format_date(day, "long", locale=language), language)


def _order_first(day: date, said: str, language: str) -> str:
    """The first of a month as an ordinal in French and in Portuguese, which CLDR does not know."""
    ordinal = _FIRST.get(language, "1")
    return said.replace("1", ordinal, 1) if day.day == 1 and said.startswith("1") else said
