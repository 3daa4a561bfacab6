from __future__ import annotations

from datetime import date, timedelta

import pytest

from bookload.base.access import Access
from bookload.base.errors import DataError, MissingDataError
from bookload.base.period import Month
from bookload.data.documents import Policy
from bookload.metrics.books.signs import signs
from bookload.metrics.ratios.gain import satisfaction
from bookload.metrics.ratios.ratios import ratios
from bookload.metrics.revenue.balances import balances
from bookload.metrics.revenue.movements.lines import account_lines
from bookload.metrics.revenue.retention.cohorts import cohorts
from bookload.metrics.revenue.retention.retention import retention
from bookload.workspace import memory
from reported import AS_OF, reader, tables
from subscribed import company, paid

DATES = (date(2026, 3, 15), date(2026, 2, 28))
RATES = [
    {"date": "2025-01-31", "currency": "EUR", "rate": "0.5"},
    {"date": "2025-03-10", "currency": "EUR", "rate": "0.75"},
    {"date": "2025-06-30", "currency": "EUR", "rate": "0.25"},
]


@pytest.fixture
def large(monkeypatch):
    """Let any company count as one with many rows."""
    monkeypatch.setattr("bookload.metrics.revenue.periods.held.MANY", 0)


def figures(of):
    """What stands on tables by month, of the company and by groups and people."""
    last = Month.of(of.as_of) - 1
    return {
        "ratios": [ratios(of, by).rows for by in ("company", "segment")],
        "retention": [retention(of, "month", by).rows for by in (None, "segment")],
        "cohorts": cohorts(of, "quarter"),
        "signs": [signs(of, by, last - 2, last) for by in ("segment", "person")],
        "satisfaction": satisfaction(of),
    }


@pytest.mark.parametrize("as_of", DATES, ids=str)
def test_a_date_says_the_same_from_tables_kept_for_all_dates(as_of, request):
    alone = figures(reader().on(as_of))
    request.getfixturevalue("large")
    assert figures(reader().on(as_of)) == alone


@pytest.mark.parametrize("past", ["as_booked", "constant_currency"])
@pytest.mark.parametrize("as_of", [date(2025, 4, 12), date(2025, 3, 31)], ids=str)
def test_rates_of_the_date_stay_those_of_the_date(as_of, past, request):
    rows = [
        paid("A", "100", "2025-01-01", "2025-04-20", currency="EUR"),
        paid("A", "90", "2025-04-20", currency="EUR", subscription_id="A-2"),
        paid("B", "70", "2025-02-01", "2025-03-12"),
        paid("C", "50", "2025-04-02", "2025-04-09", currency="EUR"),
    ]

    def lines():
        of = company(*rows, as_of="2025-06-30", revenue={"past": past}, fx_rates=RATES).on(as_of)
        places = (account_lines(of), balances(of))
        return [
            sorted(of.collect(each).rows(), key=lambda row: tuple(map(str, row.values()))) for each in places
        ]

    alone = lines()
    request.getfixturevalue("large")
    assert lines() == alone


@pytest.mark.parametrize("wanting", [{"currency": "KWD"}, {"interval": "fortnight"}], ids=str)
def test_what_cannot_be_stated_later_leaves_earlier_dates_as_they_are(wanting, large):
    rows = [paid("A", "100", "2025-01-01"), paid("B", "70", "2025-06-02", **wanting)]
    of = company(*rows, as_of="2025-06-30")
    with pytest.raises((DataError, MissingDataError)):
        of.collect(account_lines(of))
    earlier = of.on(date(2025, 4, 12))
    months = earlier.collect(account_lines(earlier)).table["closing"].to_pylist()
    assert len(months) == 4
    assert min(months) > 0


def names(of):
    """The tables of accounts by month that a reader found out."""
    return {name for name in of.facts.derived if name.startswith("account_lines")}


def test_a_month_s_end_needs_nothing_but_what_is_kept_and_another_day_its_own_month(large):
    everything, month_end, day = reader(), reader().on(date(2026, 2, 28)), reader().on(date(2026, 3, 15))
    for of in (everything, month_end, day):
        account_lines(of)
    assert names(month_end) == names(everything)
    (of_month,) = names(day) - names(everything)
    assert of_month.startswith("account_lines_of_2026-03_")


def test_who_sees_what_a_day_lets_them_see_has_tables_of_that_day_alone(large):
    own = memory(tables(), as_of=AS_OF, policy=Policy(), access=Access.of("csm", "P-1"))
    assert own.on(date(2026, 2, 28)).latest is None
    assert reader().latest is None
    assert reader().on(AS_OF + timedelta(days=3)).latest is None
