"""On random companies: every bridge adds up exactly, and equals what brute force finds."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import Phase, given, note, settings
from hypothesis import strategies as st

import brute
import strategies
from bookload.base.access import Access
from bookload.base.period import Month
from bookload.data.documents import Policy
from bookload.metrics import revenue
from bookload.metrics.revenue.movements.bridges import By
from bookload.workspace import Workspace, memory

A_QUERY = strategies.at_once(8)
"""Companies asked in one query."""

BY: tuple[By, ...] = ("month", "account", "product", "segment", "tier")


class Stack:
    """Companies asked in one query; too long to be shown."""

    def __init__(self, companies: list[strategies.Tables]) -> None:
        self.companies = companies

    def __repr__(self) -> str:
        return f"{len(self.companies)} companies"


several = st.lists(strategies.companies(), min_size=A_QUERY, max_size=A_QUERY).map(Stack)
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
"""A stack that fails is taken apart company by company, which is quicker than shrinking all of it."""


def opened(tables: strategies.Tables, switches: strategies.Switches) -> Workspace:
    policy = Policy.model_validate({"revenue": switches.revenue})
    return memory(tables, as_of=switches.as_of, policy=policy)


def counted(tables: strategies.Tables, switches: strategies.Switches) -> brute.Brute:
    named = {"movements_by" if name == "movements" else name: value for name, value in vars(switches).items()}
    return brute.Brute(tables, **named)


def year_month(month: Month) -> brute.YearMonth:
    return month.year, month.number


def rows_of(workspace: Workspace, by: By) -> dict[tuple[brute.YearMonth, str], brute.Figures]:
    """Return the rows that are not zero throughout, as brute force lists them."""
    rows = revenue.movements(workspace, by, workspace.months[0], workspace.months[-1])
    found = {
        (year_month(row.month), row.key or ""): {name: getattr(row, name) for name in revenue.AMOUNTS}
        for row in rows
    }
    return {place: figures for place, figures in found.items() if any(figures.values())}


def check(stack: Stack, switches: strategies.Switches) -> None:
    """Check companies in one query, and if they fail one by one, to show the first that does."""
    try:
        check_bridges(stack.companies, switches)
    except AssertionError:
        for company in stack.companies:
            try:
                check_bridges([company], switches)
            except AssertionError:
                note(f"{company}")
                raise
        raise


def check_bridges(companies: list[strategies.Tables], switches: strategies.Switches) -> None:
    tables = strategies.stacked(companies)
    workspace = opened(tables, switches)
    witness = counted(tables, switches)
    span = year_month(workspace.months[0]), year_month(workspace.months[-1])
    for by in BY:
        found = rows_of(workspace, by)
        assert found == witness.movements(by, *span)
        for figures in found.values():
            check_row(figures)
    check_chain(rows_of(workspace, "account"), span)
    check_sums(workspace)
    check_logos(workspace)
    check_parts(workspace, witness)
    check_other_moments(workspace, switches)
    check_stocks(workspace, witness)
    check_retention(workspace, witness)


def check_logos(workspace: Workspace) -> None:
    """Assert that the logos of a month are those of the month before, and who came less who left."""
    live = 0
    stocks = {row.month: row.accounts for row in revenue.stock(workspace)}
    for row in revenue.logos(workspace, workspace.months[0], workspace.months[-1]):
        assert row.opening == live
        came = sum(getattr(row, name) for name in ("new", "reactivation", "resumed"))
        live += came - sum(getattr(row, name) for name in ("churn", "paused"))
        assert row.closing == live == stocks[row.month]


def check_parts(workspace: Workspace, witness: brute.Brute) -> None:
    """Assert what expansion, contraction and churn are made of, and that it adds up to them everywhere."""
    span = workspace.months[0], workspace.months[-1]
    by_account = {
        (year_month(row.month), row.key, row.kind): {
            name: row.total if row.kind == name else getattr(row, name, None) or 0 for name in brute.PARTS
        }
        for row in revenue.sub_kinds(workspace, "account", *span)
    }
    assert by_account == {
        (year_month(month), *place): parts
        for month in workspace.months
        for place, parts in witness.parts(year_month(month)).items()
    }
    for by in BY:
        bridges = rows_of(workspace, by)
        parts = {
            (year_month(row.month), row.key or "", row.kind): row.total
            for row in revenue.sub_kinds(workspace, by, *span)  # type: ignore[arg-type]
        }
        for (month, key), figures in bridges.items():
            for kind in ("expansion", "contraction", "churn"):
                assert figures[kind] == parts.pop((month, key, kind), 0)
        assert not any(parts.values())


def check_other_moments(workspace: Workspace, switches: strategies.Switches) -> None:
    """Assert that whether changes net or count day by day moves no stock, and no sum of all changes."""
    moments = "daily" if switches.movements == "netted" else "netted"
    policy = workspace.policy.revenue.model_copy(update={"movements": moments})
    other = workspace.under(workspace.policy.model_copy(update={"revenue": policy}))
    for by in ("month", "account", "segment"):
        one, two = rows_of(workspace, by), rows_of(other, by)
        for place in one.keys() | two.keys():
            sides = [side.get(place, dict.fromkeys(revenue.AMOUNTS, 0)) for side in (one, two)]
            for name in ("opening", "reclassified", "fx", "closing"):
                assert sides[0][name] == sides[1][name]
            assert sum(sides[0].values()) == sum(sides[1].values())
    assert revenue.stock(workspace).rows == revenue.stock(other).rows


def check_row(figures: brute.Figures) -> None:
    """Assert that a bridge adds up, and that what is gained is not below nothing, what is lost not above."""
    parts = [amount for name, amount in figures.items() if name != "closing"]
    assert sum(parts) == figures["closing"]
    assert all(figures[name] >= 0 for name in ("new", "reactivation", "resumed", "expansion", "transfer_in"))
    assert all(figures[name] <= 0 for name in ("contraction", "churn", "paused", "transfer_out"))


def check_chain(found: dict, span: tuple[brute.YearMonth, brute.YearMonth]) -> None:
    """Assert that an account opens with what it closed with the month before."""
    for (month, account), figures in found.items():
        earlier = brute._previous(month)
        if earlier >= span[0]:
            assert figures["opening"] == found.get((earlier, account), {"closing": 0})["closing"]


def check_sums(workspace: Workspace) -> None:
    """Assert that accounts add up to the company in every column, and months to the range."""
    by_account: dict[brute.YearMonth, brute.Figures] = defaultdict(lambda: dict.fromkeys(revenue.AMOUNTS, 0))
    for (month, _), figures in rows_of(workspace, "account").items():
        for name, amount in figures.items():
            by_account[month][name] += amount
    company = rows_of(workspace, "month")
    assert {month: figures for (month, _), figures in company.items()} == {
        month: figures for month, figures in by_account.items() if any(figures.values())
    }
    (total,) = revenue.movements(workspace, "total", workspace.months[0], workspace.months[-1])
    stocks = list(revenue.stock(workspace))
    assert total.closing == stocks[-1].arr
    assert sum(getattr(total, name) for name in revenue.AMOUNTS if name != "closing") == total.closing


def check_stocks(workspace: Workspace, witness: brute.Brute) -> None:
    """Assert ARR and live accounts of the company and of its segments."""
    for row in (*revenue.stock(workspace), *revenue.stock(workspace, "segment")):
        day = witness.day_of(year_month(row.month))
        inside = {
            account
            for account, _, _ in witness.leaves(day)
            if row.key in (None, witness.group(account, "segment", day))
        }
        worth = witness.quanta(witness.leaves(day), day)
        assert row.arr == sum(amount for (account, _), amount in worth.items() if account in inside)
        assert row.accounts == len(witness.live(day) & inside)


def check_retention(workspace: Workspace, witness: brute.Brute) -> None:
    """Assert NRR, GRR and logo churn over a month and a year, and that none goes before or past the data."""
    for period, span in revenue.SPANS.items():
        for row in (*revenue.retention(workspace, period), *revenue.retention(workspace, period, "segment")):
            found = (row.nrr, row.grr, row.logo_churn, row.opening_accounts)
            start = row.month - span
            if row.month.last_day > workspace.as_of or start < workspace.months[0]:
                assert found == (None, None, None, None)
                continue
            assert found == witness.retention(year_month(row.month), span, row.key)
            if row.nrr is not None and row.grr is not None:
                assert row.grr <= min(row.nrr, 1)


def check_own_book(companies: list[strategies.Tables], switches: strategies.Switches) -> None:
    """Assert that a reader of one book sees of each view what its accounts alone would make."""
    tables = strategies.stacked(companies)
    mine = {
        row["account_id"]
        for row in tables["ownership"]
        if row["owner_id"] in ("000-P1", "000-POOL")
        and brute.in_force(row["start_date"], row["end_date"], switches.as_of)
    }
    alone = {
        name: [row for row in rows if row.get("account_id") in mine or "account_id" not in row]
        for name, rows in tables.items()
    }
    own_book, book = opened(tables, switches).seen_by(Access.of("csm", "000-P1")), opened(alone, switches)
    for by in ("account", "product", "segment"):
        assert rows_of(own_book, by) == rows_of(book, by)


@settings(max_examples=2)
@given(companies=st.lists(strategies.companies(), min_size=3, max_size=3), switches=strategies.switches())
def test_a_reader_of_one_book_sees_what_its_accounts_alone_would_make(companies, switches):
    check_own_book(companies, switches)


@settings(max_examples=2, phases=UNSHRUNK)
@given(stack=several, switches=strategies.switches())
def test_every_bridge_adds_up_and_equals_brute_force(stack, switches):
    check(stack, switches)


@pytest.mark.prove
def test_every_bridge_of_thousands_of_companies_adds_up_and_equals_brute_force(promised):
    count = promised("random companies", 5_000)

    @settings(max_examples=-(-count // A_QUERY), phases=UNSHRUNK)
    @given(stack=several, switches=strategies.switches())
    def prove(stack, switches):
        check(stack, switches)

    prove()
