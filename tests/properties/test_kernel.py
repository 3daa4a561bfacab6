"""On random companies: DuckDB's faster way to what changed gives exactly what the definition gives.

That both give what brute force finds is in test_revenue: bridges there are made the faster way.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import strategies
from bookload.data.documents import Policy
from bookload.data.documents.profiles import presets
from bookload.data.engine import ChangesByKind, connect
from bookload.data.engine.known import Knows
from bookload.metrics.revenue.changes import moments
from bookload.metrics.revenue.movements.changed import WHAT, what_changed
from bookload.metrics.revenue.periods.price_periods import price_periods
from bookload.metrics.revenue.rates.conversion import factors
from bookload.workspace import memory

A_QUERY = 10
"""Companies asked in one query; of twice as many, most would be larger than what is drawn at once."""

UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
several = st.lists(strategies.companies(), min_size=A_QUERY, max_size=A_QUERY)


def check(companies: list[strategies.Tables], switches: strategies.Switches, profile: str) -> None:
    """Assert that both ways give the same rows, those of 0 apart."""
    policy = Policy.model_validate({"revenue": {"profile": profile, "past": switches.past}})
    workspace = memory(without_credits(strategies.stacked(companies)), as_of=switches.as_of, policy=policy)
    periods = price_periods(policy, workspace.as_of)
    known_as = ChangesByKind(periods, "USD", factors(workspace), moments(policy), "account")
    definition = what_changed(periods, known_as.rates, known_as.when, "account")
    sources = {**workspace.company.sources, **workspace._derived}
    engine = connect()
    assert isinstance(engine, Knows)
    faster = engine.known(known_as, sources)
    assert faster is not None
    assert by_what(faster) == by_what(engine.run(definition, sources))


def without_credits(tables: strategies.Tables) -> strategies.Tables:
    """Leave out what is below nothing: the faster way is not for it, and says so."""
    return {
        name: [row for row in rows if Decimal(str(row.get("amount") or 0)) >= 0]
        for name, rows in tables.items()
    }


def by_what(table) -> dict[tuple[object, ...], int]:
    return {
        tuple(row[name] for name in WHAT): int(row["annual"]) for row in table.to_pylist() if row["annual"]
    }


@settings(max_examples=2, phases=UNSHRUNK)
@given(several, strategies.switches(), st.sampled_from(presets()))
def test_the_faster_way_gives_what_the_definition_gives(companies, switches, profile):
    check(companies, switches, profile)


@pytest.mark.prove
@pytest.mark.parametrize("profile", presets())
def test_it_does_for_hundreds_of_companies(profile, promised):
    count = promised("random companies, the faster way against the definition", 300)

    @settings(max_examples=-(-count // A_QUERY), phases=UNSHRUNK)
    @given(several, strategies.switches())
    def prove(companies, switches):
        check(companies, switches, profile)

    prove()
