"""A rate on a day: one's own, else the European Central Bank's, else an error that names it."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from currency_converter import CurrencyConverter
from hypothesis import given
from hypothesis import strategies as st

from bookload.base.errors import DataError, MissingDataError, UsageError
from bookload.metrics.revenue.rates import ecb
from bookload.metrics.revenue.rates.ecb import per_euro
from bookload.metrics.revenue.rates.exchange import Rates, built_in, read_rates
from subscribed import company

NONE = Rates.of("USD", [])


def own(day: str, rate: int, currency: str = "EUR") -> dict[str, object]:
    return {"date": date.fromisoformat(day), "currency": currency, "rate": rate}


@pytest.fixture(autouse=True, scope="module")
def _read_anew() -> None:
    """Read the history here, whoever has read it before: else this does not count as having tried that."""
    ecb._file.cache_clear()
    per_euro.cache_clear()


@pytest.fixture(scope="module")
def witness() -> CurrencyConverter:
    return CurrencyConverter(
        decimal=True, fallback_on_missing_rate=True, fallback_on_missing_rate_method="last_known"
    )


@given(
    day=st.dates(date(1999, 1, 4), date(2026, 6, 30)),
    currency=st.sampled_from(["EUR", "GBP", "JPY", "CHF", "SEK"]),
    into=st.sampled_from(["USD", "EUR", "JPY"]),
)
def test_built_in_rates_are_those_of_the_library_that_brings_them(witness, day, currency, into):
    found = built_in(currency, into, day)
    assert found is not None
    assert float(found.value) == pytest.approx(
        float(witness.convert(10**6, currency, into, day)) / 10**6, rel=1e-12
    )


def test_a_published_rate_is_exact():
    # Euro reference rates of 31 December 2024: USD 1.0389, GBP 0.82918.
    assert NONE.on("EUR", date(2024, 12, 31)).value == Fraction("1.0389")
    assert NONE.on("GBP", date(2024, 12, 31)).value == Fraction("1.0389") / Fraction("0.82918")


def test_a_weekend_takes_fridays_rate_and_says_so():
    friday, sunday = NONE.on("EUR", date(2025, 8, 29)), NONE.on("EUR", date(2025, 8, 31))
    assert sunday.value == friday.value
    assert sunday.day == date(2025, 8, 29)


def test_a_day_after_the_history_takes_its_last_rate():
    series = per_euro("USD")
    late = NONE.on("EUR", series.days[-1] + timedelta(days=400))
    assert (late.value, late.day) == (series.values[-1], series.days[-1])


def test_the_workspaces_own_currency_is_one():
    assert NONE.on("USD", date(1990, 1, 1)).value == 1


def test_own_rates_serve_from_their_day_on_before_any_built_in_one():
    rates = Rates.of("USD", [own("2025-06-15", 50_000_000), own("2025-03-15", 25_000_000)])
    assert rates.on("EUR", date(2025, 6, 15)).value == 2
    assert rates.on("EUR", date(2025, 6, 14)).value == 4
    assert rates.on("EUR", date(2026, 1, 1)).day == date(2025, 6, 15)
    assert rates.on("EUR", date(2025, 3, 14)) == built_in("EUR", "USD", date(2025, 3, 14))


def test_a_currency_without_a_rate_is_an_error_that_names_it_and_the_day():
    with pytest.raises(MissingDataError, match="no rate of KWD in USD on 2025-01-31 or before"):
        NONE.on("KWD", date(2025, 1, 31))
    with pytest.raises(MissingDataError, match="EUR in USD on 1998-12-31"):
        NONE.on("EUR", date(1998, 12, 31))
    with pytest.raises(MissingDataError, match="EUR in KWD"):
        Rates.of("KWD", []).on("EUR", date(2025, 1, 31))


def test_an_unknown_currency_is_an_error_with_the_nearest_code():
    with pytest.raises(UsageError, match="unknown currency 'EURO'"):
        NONE.on("EURO", date(2025, 1, 31))


@pytest.mark.parametrize("rate", [0, -1])
def test_a_rate_that_is_not_above_zero_is_an_error(rate):
    with pytest.raises(DataError, match="a rate is above 0"):
        Rates.of("USD", [own("2025-01-01", rate)])


def test_rates_are_read_from_fx_rates():
    workspace = company(fx_rates=[{"date": "2025-01-01", "currency": "KWD", "rate": "0.3"}])
    assert read_rates(workspace).on("KWD", date(2025, 2, 1)).value == Fraction(10, 3)
