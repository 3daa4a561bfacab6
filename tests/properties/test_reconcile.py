"""On random companies: bridges between any two presets add up exactly, and both ends are brute force's."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import combinations

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import brute
import strategies
from bookload.base.period import Month
from bookload.data.documents import Policy
from bookload.data.documents.profiles import presets
from bookload.data.documents.switches import Switches
from bookload.metrics.revenue.reconcile import Figures, Measure, profile_switches
from bookload.metrics.revenue.reconcile.bridge import Bridge, bridge, of_month
from bookload.workspace import Workspace, memory
from brute_periods import Rules

AS_OF = date(2025, 12, 31)
MONTH = Month.parse("2025-08")
A_DRAW = strategies.at_once(8)
"""Companies that hypothesis draws at once."""

PAIRS = tuple(combinations(presets(), 2))
TELLING = (("bookload", "stripe"), ("chartmogul", "killbill"))
"""Pairs that between them differ in most switches: the quick part."""

UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)


def witness(tables: strategies.Tables, switches: Switches) -> brute.Brute:
    values = switches.model_dump()
    changes = {name: values.pop(name) for name in ("grain", "past")}
    daily = values.pop("movements")
    return brute.Brute(tables, as_of=AS_OF, rules=Rules(**values), movements_by=daily, **changes)


def by_account(of: brute.Brute, measure: Measure) -> dict[str, int]:
    """What brute force finds of a measure for each account, without those that have none."""
    month = (MONTH.year, MONTH.number)
    found: dict[str, int] = defaultdict(int)
    if measure == "mrr":
        day = of.day_of(month)
        for (account, _), amount in of.quanta(of.leaves(day), day).items():
            found[account] += amount
    else:
        for (_, account), figures in of.movements("account", month, month).items():
            found[account] += figures[measure]
    return {account: amount for account, amount in found.items() if amount}


def check_bridge(found: Bridge) -> None:
    """Assert that causes add up to the difference, for the company and for each account, and that rows do."""
    assert found.before + sum(cause.amount for cause in found.causes) == found.after
    for row in found.accounts:
        assert row.before + sum(row.parts) == row.after
    for place, cause in enumerate(found.causes):
        assert cause.amount == sum(part.after - part.before for part in cause.accounts)
        assert cause.amount == sum(row.parts[place] for row in found.accounts)
        named = {part.account_id for part in cause.accounts}
        assert {row.account_id for row in cause.periods} <= named
        if found.measure == "mrr":
            assert cause.amount == sum(row.after - row.before for row in cause.periods)
        for overlap in cause.overlaps:
            assert not overlap.amount == overlap.first == overlap.last


def known(companies: list[strategies.Tables]) -> strategies.Tables:
    """Return companies as one, and an account that pays from the first day, so that the month is known."""
    tables = strategies.stacked(companies)
    row = {"subscription_id": "Z-1", "account_id": "Z", "start_date": strategies.OPENS, "interval": "month"}
    return tables | {"subscriptions": [*tables["subscriptions"], {**row, "amount": "10", "end_date": None}]}


def check(tables: strategies.Tables, pairs: tuple[tuple[str, str], ...], measure: Measure = "mrr") -> None:
    workspace: Workspace = memory(tables, as_of=AS_OF, policy=Policy())
    figures = Figures(workspace, measure, (MONTH,))
    for name in sorted({name for pair in pairs for name in pair}):
        switches = profile_switches(workspace, name)
        assert of_month(figures.under(switches), MONTH) == by_account(witness(tables, switches), measure)
    for pair in pairs:
        sides = [profile_switches(workspace, name) for name in pair]
        check_bridge(bridge(figures, MONTH, pair, *sides))


@settings(max_examples=1, phases=UNSHRUNK)
@given(companies=st.lists(strategies.companies(), min_size=A_DRAW, max_size=A_DRAW))
def test_the_bridge_between_two_presets_adds_up_and_its_ends_are_brute_forces(companies):
    check(known(companies), TELLING)


@settings(max_examples=1, phases=UNSHRUNK)
@given(companies=st.lists(strategies.companies(), min_size=A_DRAW, max_size=A_DRAW))
def test_the_bridge_of_a_movement_adds_up_and_its_ends_are_brute_forces(companies):
    check(known(companies), (("recurly", "stripe"),), "churn")


@pytest.mark.prove
def test_the_bridges_of_a_thousand_companies_add_up_for_every_pair_of_presets(promised):
    count = promised("random companies, every pair of presets", 1_000)
    drawn: list[strategies.Tables] = []

    @settings(max_examples=-(-count // A_DRAW), phases=UNSHRUNK)
    @given(companies=st.lists(strategies.companies(), min_size=A_DRAW, max_size=A_DRAW))
    def draw(companies):
        drawn.extend(companies)

    draw()
    # Asked in one query, they cost little more than one company does.
    check(known(drawn[:count]), PAIRS)
