"""Dates: as exact as they were stated, written between programs in one form and for readers as their language does."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal

from cim_kg.dates import say_day, say_span, write_span
from cim_kg.namespaces import EDTF
from cim_kg.translations import LANGUAGES

THIN = "\u2009\u2013\u2009"


@pytest.mark.parametrize(
    ("first", "last", "span"),
    [
        ("2003-01-01", "2003-12-31", "2003"),
        ("2003-10-01", "2003-10-31", "2003-10"),
        ("2004-02-01", "2004-02-29", "2004-02"),
        ("2003-02-01", "2003-02-29", None),
        ("2003-10-06", "2003-10-06", "2003-10-06"),
        ("2003-10-06", "2003-10-08", "2003-10-06/2003-10-08"),
        ("2003-01-01", "2004-12-31", "2003-01-01/2004-12-31"),
        ("yesterday", "2003-10-08", None),
    ],
)
def test_a_span_is_written_as_short_as_it_can_be(first: str, last: str, span: str | None) -> None:
    assert write_span(first, last) == (None if span is None else Literal(span, datatype=EDTF))


@pytest.mark.parametrize(
    ("span", "said"),
    [
        ("2003", ("2003", "2003", "2003", "2003")),
        ("2003-10", ("October 2003", "octubre de 2003", "outubro de 2003", "octobre 2003")),
        ("2003-10-01", ("October 1, 2003", "1 de octubre de 2003", "1º de outubro de 2003", "1er octobre 2003")),
        ("2003-06-18?", ("June 18, [2003]", "18 de junio de [2003]", "18 de junho de [2003]", "18 juin [2003]")),
        (
            "2003-10-06/2003-10-08",
            (
                f"October 6{THIN}8, 2003",
                "6–8 de octubre de 2003",
                f"6{THIN}8 de outubro de 2003",
                "6–8 octobre 2003",
            ),
        ),
        (
            "2003-09-29/2003-10-01?",
            (
                f"September 29{THIN}October 1, [2003]",
                f"29 de septiembre{THIN}1 de octubre de [2003]",
                f"29 de setembro{THIN}1º de outubro de [2003]",
                f"29 septembre{THIN}1er octobre [2003]",
            ),
        ),
        (
            "2003-12-30/2004-01-02",
            (
                f"December 30, 2003{THIN}January 2, 2004",
                f"30 de diciembre de 2003{THIN}2 de enero de 2004",
                f"30 de dezembro de 2003{THIN}2 de janeiro de 2004",
                f"30 décembre 2003{THIN}2 janvier 2004",
            ),
        ),
        (
            "2003-06-01/2004-06-30",
            (
                f"June 2003{THIN}June 2004",
                f"junio de 2003{THIN}junio de 2004",
                f"junho de 2003{THIN}junho de 2004",
                f"juin 2003{THIN}juin 2004",
            ),
        ),
    ],
)
def test_a_span_is_said_as_its_language_writes_it(span: str, said: tuple[str, ...]) -> None:
    assert tuple(say_span(span, language) for language in LANGUAGES) == said


@given(st.dates(date(1000, 1, 1), date(9998, 1, 1)), st.integers(0, 800), st.booleans())
def test_every_span_can_be_said_and_names_its_years(first: date, days: int, inferred: bool) -> None:
    last = first + timedelta(days)
    span = write_span(str(first), str(last), inferred=inferred)
    assert span is not None
    assert span.value.endswith("?") == inferred
    for language in LANGUAGES:
        said = say_span(span.value, language)
        assert str(last.year) in said
        years = {year for year in (first.year, last.year) if str(year) in said}
        assert [said.count(f"[{year}]") for year in years] == [said.count(str(year)) * inferred for year in years]
    if (first.day, last.day) != (1, calendar.monthrange(last.year, last.month)[1]):
        assert span.value.rstrip("?").split("/")[-1] == str(last)


@given(st.dates())
def test_a_day_is_said_with_its_number_and_year(day: date) -> None:
    for language in LANGUAGES:
        said = say_day(day, language)
        assert str(day.day) in said
        assert str(day.year) in said
