"""On random companies: what accounts did by themselves adds up everywhere, and is brute force's."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import brute
import strategies
from bookload.base.period import Month
from bookload.data.documents import Policy
from bookload.metrics.books.signs import owner_changes, signs
from bookload.metrics.revenue.signs.organic import account_changes, constant
from bookload.workspace import Workspace, memory

A_QUERY = strategies.at_once(6)
several = st.lists(strategies.companies(), min_size=A_QUERY, max_size=A_QUERY).map(strategies.stacked)
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)

Changes = dict[tuple[Month, str], tuple[int, int, int]]


def opened(tables: strategies.Tables, switches: strategies.Switches, **revenue: object) -> Workspace:
    policy = Policy.model_validate({"revenue": {**switches.revenue, **revenue}})
    return memory(tables, as_of=switches.as_of, policy=policy)


def of_accounts(workspace: Workspace, *, by_person: bool = False) -> Changes:
    """Base, organic and closing of each month and account, its owners together, where any is not 0."""
    steady = constant(workspace)
    found: dict[tuple[Month, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    rows = steady.collect(owner_changes(steady) if by_person else account_changes(steady)).rows()
    for row in rows:
        here = found[Month(int(str(row["month"]))), str(row["account_id"])]
        for at, name in enumerate(("base", "organic", "closing")):
            here[at] += int(str(row[name]))
    return {place: (one, two, three) for place, (one, two, three) in found.items() if one or two or three}


def check(tables: strategies.Tables, switches: strategies.Switches) -> None:
    workspace = opened(tables, switches)
    found = of_accounts(workspace)
    assert all(base + organic == closing for base, organic, closing in found.values())
    assert of_accounts(workspace, by_person=True) == found
    witness = brute.Brute(
        tables, as_of=switches.as_of, grain=switches.grain, past="constant_currency", rules=switches.rules
    )
    first, last = ((month.year, month.number) for month in (workspace.months[0], workspace.months[-1]))
    expected = {
        (Month(year * 12 + month - 1), account): (row["opening"], row["closing"])
        for ((year, month), account), row in witness.movements("account", first, last).items()
        if row["opening"] or row["closing"]
    }
    assert {place: (base, closing) for place, (base, _, closing) in found.items()} == expected
    check_groups(workspace)


def check_groups(workspace: Workspace) -> None:
    """Assert that segments and persons add up to the company in each month, and that fx is nowhere."""
    first, last = workspace.months[0], workspace.months[-1]
    sums = []
    for by in ("company", "segment", "person"):
        of_month: dict[Month, list[int]] = defaultdict(lambda: [0, 0, 0])
        for row in signs(workspace, by, first, last):
            for at, amount in enumerate((row.base, row.organic, row.closing)):
                of_month[row.month][at] += amount
        sums.append({month: amounts for month, amounts in of_month.items() if any(amounts)})
    assert sums[0] == sums[1] == sums[2]


def check_named_day(tables: strategies.Tables, switches: strategies.Switches, day: date) -> None:
    """Assert that the rates of a named day give what a company has that never knew any others."""
    latest = {}
    for row in sorted(strategies.FX_ROWS, key=lambda row: str(row["date"])):
        if str(row["date"]) <= str(day):
            latest[row["currency"]] = {**row, "date": date(2020, 1, 1)}
    alone: strategies.Tables = {**tables, "fx_rates": list(latest.values())}
    named = opened(tables, switches, past="constant_currency", rates_of=day)
    assert of_accounts(named) == of_accounts(opened(alone, switches, past="constant_currency"))


@settings(max_examples=3, phases=UNSHRUNK)
@given(several, strategies.switches())
def test_what_accounts_did_is_what_brute_force_counts_and_adds_up(tables, switches):
    check(tables, switches)


@settings(max_examples=3, phases=UNSHRUNK)
@given(several, strategies.switches(), st.dates(date(2024, 11, 1), date(2026, 3, 1)))
def test_a_named_day_s_rates_are_the_only_ones_that_serve(tables, switches, day):
    check_named_day(tables, switches, day)


@pytest.mark.prove
def test_on_a_thousand_companies_what_accounts_did_adds_up(promised):
    companies = promised("random companies, organic changes by account, segment and person", 1_002)

    @settings(max_examples=-(-companies // A_QUERY), phases=UNSHRUNK)
    @given(several, strategies.switches())
    def every(tables, switches):
        check(tables, switches)

    every()
