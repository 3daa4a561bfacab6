"""On random companies: cohorts add up, and what is known ahead equals what brute force finds."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import brute
import brute_ahead
import strategies
from bookload.base.period import Month
from bookload.data.documents import Policy
from bookload.metrics import revenue
from bookload.metrics.revenue.committed import committed, committed_changes
from bookload.metrics.revenue.concentration import concentration
from bookload.metrics.revenue.renewals import renewals
from bookload.metrics.revenue.retention.cohorts import cohorts
from bookload.metrics.revenue.retention.spans import Span
from bookload.workspace import Workspace, memory

A_QUERY = strategies.at_once(8)
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)


@st.composite
def contracts(draw: st.DrawFn) -> strategies.Tables:
    """A random company whose rows state signatures, renewals and whether they renew by themselves, or not.

    Revenue comes from `subscriptions` alone: other sources state no contracts.
    """
    tables = draw(strategies.companies()) | {"mrr_history": [], "invoice_lines": []}
    for row in tables["subscriptions"]:
        start, end = row["start_date"], row["end_date"]
        assert isinstance(start, date)
        signed = draw(st.one_of(st.none(), st.integers(-120, 20)))
        row["signed_date"] = None if signed is None else start + timedelta(days=signed)
        row["auto_renew"] = draw(st.sampled_from([None, True, False, False]))
        renews = draw(st.sampled_from([None, None, end, start + timedelta(days=365)]))
        row["renewal_date"] = renews
    return tables


class Stack:
    """Companies asked in one query; too long to be shown."""

    def __init__(self, companies: list[strategies.Tables]) -> None:
        self.companies = companies

    def __repr__(self) -> str:
        return f"{len(self.companies)} companies"


stacks = st.lists(contracts(), min_size=A_QUERY, max_size=A_QUERY).map(Stack)


def opened(tables: strategies.Tables, switches: strategies.Switches, through: date) -> Workspace:
    policy = Policy.model_validate({"revenue": switches.revenue})
    return memory(tables, as_of=through, policy=policy).on(switches.as_of)


def check(companies: list[strategies.Tables], switches: strategies.Switches, through: date) -> None:
    tables = strategies.stacked(companies)
    named = {"movements_by" if name == "movements" else name: value for name, value in vars(switches).items()}
    witness = brute.Brute(tables, **named)
    begun = [stretch.start for stretch in witness.periods.stretches if stretch.start <= switches.as_of]
    if not begun:
        return
    workspace = opened(tables, switches, through)
    check_cohorts(workspace, witness)
    check_committed(workspace, brute_ahead.Ahead(witness, through))
    check_renewals(workspace)
    check_concentration(workspace)


def check_cohorts(workspace: Workspace, witness: brute.Brute) -> None:
    """Assert every cell, that a span's cells add up to the company, and that no account changes cohort."""
    accounts = {str(row["account_id"]) for row in witness.tables["accounts"]}
    began = {of: month for of in accounts if (month := brute_ahead.cohort(witness, of))}
    stocks = {row.month: row for row in revenue.stock(workspace)}
    for grain in ("month", "quarter"):
        found = cohorts(workspace, grain)
        sums: dict[Month, list[int]] = defaultdict(lambda: [0, 0])
        for row in found:
            assert row.cohort is not None
            members = {
                of: month
                for of, month in began.items()
                if Span.of(Month(month[0] * 12 + month[1] - 1), grain) == row.cohort
            }
            cell = brute_ahead.cohort_cell(witness, members, (row.month.year, row.month.number))
            assert (row.opening, row.arr, row.live) == cell
            assert row.accounts == len(members)
            sums[row.month][0] += row.arr
            sums[row.month][1] += row.live
        for observed, (arr, live) in sums.items():
            assert (arr, live) == (stocks[observed].arr, stocks[observed].accounts)


def check_committed(workspace: Workspace, witness: brute_ahead.Ahead) -> None:
    """Assert every part of every account, that they add up, and every month ahead."""
    names = ("live", *brute_ahead.PARTS)
    expected = {of: parts for of, parts in witness.committed().items() if any(parts.values())}
    found = {
        row.key: {name: getattr(row, name) for name in names} for row in committed(workspace, "account", 1)
    }
    assert {of: parts for of, parts in found.items() if any(parts.values())} == expected
    total = committed(workspace, None, 6)
    (row,) = total.rows
    for name in names:
        assert getattr(row, name) == sum(parts[name] for parts in expected.values())
    assert row.committed == sum(getattr(row, name) for name in names)
    assert row.live == list(revenue.stock(workspace))[-1].arr
    for each in total.ahead:
        assert each.arr == witness.at(each.month.last_day)
    changes = committed_changes(workspace)
    for name in brute_ahead.PARTS:
        assert getattr(row, name) == sum(change.arr for change in changes if change.part == name)


def check_renewals(workspace: Workspace) -> None:
    """Assert that every live row is in one place, so that all add up to live ARR."""
    found = renewals(workspace, 12)
    due = sum(row.arr for row in found)
    assert due + found.later + found.rolling + found.ending + found.without_term == found.live
    assert found.live == list(revenue.stock(workspace))[-1].arr
    names = ("signed", "auto", "to_sign", "not_stated")
    by_month = sum(getattr(month, name) for month in found.months for name in names)
    assert by_month + found.overdue == due


def check_concentration(workspace: Workspace) -> None:
    """Assert that shares rise to 1, and the bounds of the index."""
    found = concentration(workspace, tops=(1, 2, 5, 1000))
    shares = [row.share for row in found if row.share is not None]
    assert all(before <= after for before, after in pairwise(shares))
    (spread,) = found.spread
    if spread.herfindahl is not None:
        assert shares[-1] == 1
        assert 1 <= spread.herfindahl * spread.count <= spread.count
        assert shares[0] ** 2 <= spread.herfindahl <= shares[0]


days_after = st.sampled_from([0, 0, 1, 40, 200])


@settings(max_examples=4, phases=UNSHRUNK)
@given(stack=stacks, switches=strategies.switches(), after=days_after)
def test_what_is_known_ahead_and_every_cohort_equal_brute_force(stack, switches, after):
    check(stack.companies, switches, switches.as_of + timedelta(days=after))


@pytest.mark.prove
def test_what_is_known_ahead_of_thousands_of_companies_equals_brute_force(promised):
    count = promised("random companies, committed ARR and cohorts", 2_000)

    @settings(max_examples=-(-count // A_QUERY), phases=UNSHRUNK)
    @given(stack=stacks, switches=strategies.switches(), after=days_after)
    def prove(stack, switches, after):
        check(stack.companies, switches, switches.as_of + timedelta(days=after))

    prove()
