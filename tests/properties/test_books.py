"""What holds of every book: it adds up by person, a transfer is nobody's gain, and shares are the whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookload.base.money import QUANTA
from bookload.base.period import Month
from bookload.data.documents import Policy
from bookload.data.documents.policy import Revenue
from bookload.data.engine import exact_sum, whole
from bookload.data.tables import unbound
from bookload.metrics.books.book import book
from bookload.metrics.books.lines import owner_lines
from bookload.metrics.books.months import SUMMED, owner_months
from bookload.metrics.books.movements import by_person, transfers
from bookload.metrics.revenue.movements.bridges import AMOUNTS, MovementRow, movements
from bookload.workspace import Workspace, memory
from brute_books import Owned, Paid, bridges

AS_OF = date(2026, 6, 15)
MONTHS = 8
FIRST, LAST = Month.of(AS_OF) - (MONTHS - 1), Month.of(AS_OF)
DAYS = st.dates(FIRST.first_day, date(2026, 8, 15))
LOSSES = ("contraction", "churn", "paused", "transfer_out")
GAINS = ("new", "reactivation", "resumed", "expansion", "transfer_in")


@st.composite
def companies(draw: st.DrawFn, number: int = 0) -> tuple[list[Paid], list[Owned]]:
    """Accounts whose rows overlap, gap and return, owned with gaps, in shares, by people and by a pool."""
    paid, owned = [], []
    for account in [f"A-{number}-{each}" for each in range(draw(st.integers(1, 4)))]:
        for _ in range(draw(st.integers(1, 3))):
            annual = draw(st.sampled_from([12, 1_200, 3_600, 100_000]))
            paid.append(Paid(account, draw(DAYS), draw(st.none() | DAYS), annual))
        for _ in range(draw(st.integers(0, 4))):
            owner = draw(st.sampled_from([f"P{number}", f"Q{number}", f"R{number}", "POOL"]))
            share = draw(st.sampled_from(["1", "0.5", "0.3333", "0.25"]))
            owned.append(Owned(account, owner, draw(DAYS), draw(st.none() | DAYS), Decimal(share)))
    keys = [(row.account_id, row.owner_id, row.start) for row in owned]
    return paid, [row for number, row in enumerate(owned) if keys.index(keys[number]) == number]


@st.composite
def stacks(draw: st.DrawFn, companies_each: int = 8) -> tuple[list[Paid], list[Owned]]:
    """Several random companies in one, each under a prefix of its own, so that one query asks of them all."""
    paid, owned = [], []
    for number in range(companies_each):
        drawn = draw(companies(number))
        paid += drawn[0]
        owned += drawn[1]
    return paid, owned


def workspace(paid: list[Paid], owned: list[Owned], **revenue: object) -> Workspace:
    accounts = sorted({row.account_id for row in paid})
    return memory(
        {
            "accounts": [{"account_id": account, "name": account} for account in accounts],
            "subscriptions": [
                {
                    "subscription_id": f"S-{number}",
                    "account_id": row.account_id,
                    "start_date": row.start,
                    "end_date": row.end,
                    "amount": row.annual,
                    "interval": "year",
                }
                for number, row in enumerate(paid)
            ],
            "ownership": [
                {
                    "account_id": row.account_id,
                    "owner_id": row.owner_id,
                    "start_date": row.start,
                    "end_date": row.end,
                    "share": row.share,
                }
                for row in owned
            ],
        },
        as_of=AS_OF,
        policy=Policy(revenue=Revenue(**revenue)),
    )


def holds(paid: list[Paid], owned: list[Owned], handover: int, moments: str = "netted") -> None:
    """Hold a company's books against brute force, and against what must be true of any."""
    reader = workspace(paid, owned, handover_days=handover, movements=moments)
    rows = by_person(reader, FIRST, LAST).rows
    expected = bridges(paid, owned, AS_OF, MONTHS, handover, daily=moments == "daily")
    for row in rows:
        line = amounts(row)
        wanted: Mapping[str, Fraction] = expected.get((str(row.month), str(row.key)), {})
        assert line == {name: value * QUANTA for name, value in wanted.items() if value and name != "none"}
        assert sum(line.values()) - line.get("closing", 0) == line.get("closing", 0)
        if row.key:  # nobody's part is negative where shares go above the whole, which no import lets pass
            assert all(line.get(name, 0) >= 0 for name in GAINS)
            assert all(line.get(name, 0) <= 0 for name in LOSSES)
    assert sum(value for row in rows for value in (row.transfer_in, row.transfer_out) if value) == 0
    summed_at_once(reader)
    totals = {row.month: row for row in movements(reader, "month", FIRST, LAST)}
    for month, total in totals.items():
        for name in ("opening", "new", "expansion", "contraction", "churn", "fx", "closing"):
            assert sum(getattr(row, name) for row in rows if row.month == month) == getattr(total, name)
    moved = transfers(reader, FIRST, LAST).rows
    for place in {(each.month, each.account_id) for each in moved}:
        assert sum(each.arr for each in moved if (each.month, each.account_id) == place) == 0
        assert all(each.others for each in moved)


def summed_at_once(reader: Workspace) -> None:
    """Hold what moved and what stood, summed, against the sums of every account's line of every month."""
    lines = owner_lines(reader)
    zero = whole(0)
    larger = ibis.cases(
        (lines.restated_at > lines.restated_before, lines.restated_at), else_=lines.restated_before
    )
    told = lines.mutate(
        base=larger,
        transfer_in=ibis.cases((lines.transfer > zero, lines.transfer), else_=zero),
        transfer_out=ibis.cases((lines.transfer < zero, lines.transfer), else_=zero),
    )
    sums = told.group_by("owner_id", "month").aggregate(**{name: exact_sum(told[name]) for name in SUMMED})
    sides = [
        {
            (row["owner_id"], row["month"]): [row[name] for name in SUMMED]
            for row in reader.collect(expression).rows()
            if any(row[name] for name in SUMMED)
        }
        for expression in (sums, owner_months(reader))
    ]
    assert sides[0] == sides[1]


def amounts(row: MovementRow) -> dict[str, int]:
    """Return a row's amounts that are not nothing."""
    return {name: getattr(row, name) for name in AMOUNTS if getattr(row, name)}


def identity_holds(reader: Workspace) -> None:
    """Hold every bridge to its sum, and the bridges of a month to the company's."""
    summed_at_once(reader)
    rows = by_person(reader, FIRST, LAST).rows
    for row in rows:
        line = {name: getattr(row, name) for name in AMOUNTS}
        assert sum(line.values()) == 2 * line["closing"]
    for total in movements(reader, "month", FIRST, LAST):
        parts = [row for row in rows if row.month == total.month]
        for name in AMOUNTS:
            if not name.startswith("transfer"):
                assert sum(getattr(row, name) for row in parts) == getattr(total, name), name
        moved = [
            amount for row in parts for amount in (row.transfer_in, row.transfer_out) if amount is not None
        ]
        assert sum(moved) == 0


RATES = st.lists(
    st.tuples(DAYS, st.sampled_from(["0.9", "1.234567", "0.333"])), max_size=4, unique_by=lambda each: each[0]
)


MOMENTS = st.sampled_from(["netted", "daily"])


@settings(max_examples=3)
@given(stacks(4), RATES, st.sampled_from(["account", "product"]), st.sampled_from([0, 20]), MOMENTS)
def test_books_in_two_currencies_and_several_products_add_up_to_the_company(
    stack: tuple[list[Paid], list[Owned]],
    rates: list[tuple[date, str]],
    grain: str,
    handover: int,
    moments: str,
) -> None:
    plain = workspace(*stack)
    tables = {
        name: plain.collect(unbound(name)).table.to_pylist()
        for name in ("accounts", "subscriptions", "ownership")
    }
    for number, row in enumerate(tables["subscriptions"]):
        row |= {"currency": "USD" if number % 3 else "GBP", "product": f"T{number % 2}", "interval": "year"}
        row |= {"amount": row["amount"] // 10**6}
    for row in tables["ownership"]:
        row["share"] = Decimal(row["share"]).scaleb(-4)
    tables["fx_rates"] = [
        {"date": day, "currency": "GBP", "rate": rate} for day, rate in [(date(2020, 1, 1), "0.8"), *rates]
    ]
    policy = Policy(revenue=Revenue(grain=grain, handover_days=handover, movements=moments))
    identity_holds(memory(tables, as_of=AS_OF, policy=policy))


HANDOVERS = st.sampled_from([0, 0, 10, 45])


@settings(max_examples=4)
@given(stacks(), HANDOVERS, MOMENTS)
def test_books_add_up_and_are_those_of_brute_force(
    stack: tuple[list[Paid], list[Owned]], handover: int, moments: str
) -> None:
    holds(*stack, handover, moments)


@pytest.mark.prove
def test_books_add_up_for_thousands_of_companies(promised: Callable[[str, int], int]) -> None:
    count = promised("random companies, books by person against brute force", 2_000)
    each = 25

    @settings(max_examples=count // each, deadline=None)
    @given(stacks(each), HANDOVERS, MOMENTS)
    def prove(stack: tuple[list[Paid], list[Owned]], handover: int, moments: str) -> None:
        holds(*stack, handover, moments)

    prove()


SIGNS = st.lists(st.sampled_from([1, 1, -1]), min_size=1, max_size=5)


@settings(max_examples=3)
@given(stacks(2), SIGNS)
def test_every_book_is_worth_the_closing_of_its_movements_credits_and_all(
    stack: tuple[list[Paid], list[Owned]], signs: list[int]
) -> None:
    books_close(stack, signs)


@pytest.mark.prove
def test_every_book_of_hundreds_of_companies_is_worth_the_closing_of_its_movements(promised) -> None:
    @settings(max_examples=promised("random companies with credits, books", 100), deadline=None)
    @given(stacks(4), SIGNS)
    def prove(stack: tuple[list[Paid], list[Owned]], signs: list[int]) -> None:
        books_close(stack, signs)

    prove()


def books_close(stack: tuple[list[Paid], list[Owned]], signs: list[int]) -> None:
    """Hold what each owner's accounts come to against the last closing of that owner's movements."""
    paid, owned = stack
    credited = [replace(row, annual=row.annual * signs[at % len(signs)]) for at, row in enumerate(paid)]
    reader = workspace(credited, owned)
    closings = {row.key: row.closing for row in by_person(reader, LAST, LAST)}
    for owner in {"", *(str(key) for key in closings)}:
        found = book(reader, owner, LAST)
        assert found.arr == closings.get(owner, 0), owner
        if found.movements.rows:
            assert found.movements.rows[-1].closing == found.arr
