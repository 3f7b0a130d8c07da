"""Periods: from the first day of the first year, month or day to the last of the last."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cim_kg.errors import ValueKindError
from cim_kg.periods import read_period


@pytest.mark.parametrize(
    ("first", "last", "period"),
    [
        ("2003-06", "2004-06", (date(2003, 6, 1), date(2004, 6, 30))),
        ("2004", "2004", (date(2004, 1, 1), date(2004, 12, 31))),
        ("2004-02", "2004-02", (date(2004, 2, 1), date(2004, 2, 29))),
        ("2004-02-03", "2004-02-03", (date(2004, 2, 3), date(2004, 2, 3))),
    ],
)
def test_a_period_goes_from_the_first_day_to_the_last(first: str, last: str, period: tuple[date, date]) -> None:
    found = read_period(first, last)
    assert (found.first, found.last) == period


@given(st.text(max_size=12))
def test_no_words_break_the_reading_of_a_period(words: str) -> None:
    try:
        period = read_period(words, words)
    except ValueKindError:
        return
    assert period.first <= period.last


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueKindError, match="comes before"):
        read_period("2004", "2003")
