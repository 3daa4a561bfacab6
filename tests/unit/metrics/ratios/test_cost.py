from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from bookload.base.period import Month
from bookload.data.documents import Policy
from bookload.data.documents.policy import Team
from bookload.metrics.ratios.cost import loaded, other_costs
from bookload.metrics.ratios.ratios import ratios
from sized import AS_OF, Company

YEAR = {"from_date": date(2026, 1, 1), "to_date": date(2027, 1, 1), "currency": "USD", "kind": "tools"}


def company() -> Company:
    built = Company().head("P-0", ote=100_000).head("P-1", ote=60_000)
    built.account("A-1", 400_000, "P-0", segment="SMB").account("A-2", 100_000, "P-1", segment="Big")
    return built.add(
        "costs",
        {**YEAR, "amount": 10_000},
        {**YEAR, "amount": 4_000, "segment": "SMB"},
        {**YEAR, "amount": 2_000, "role": "Senior CSM", "kind": "travel"},
        {**YEAR, "amount": 77_000, "role": "sales"},
        {
            **YEAR,
            "amount": 1_000,
            "kind": "training",
            "from_date": date(2026, 6, 1),
            "to_date": date(2026, 7, 1),
        },
        {**YEAR, "amount": 500, "kind": "late", "from_date": date(2026, 7, 1)},
    )


def test_costs_in_force_count_as_a_yearly_amount_for_everybody_or_a_csm_role() -> None:
    costs = other_costs(company().open(), AS_OF)
    assert costs.general == 12_000 + Fraction(1_000 * 365, 30)
    assert costs.by_segment == {"SMB": 4_000}


def test_a_group_has_its_segments_costs_and_its_part_of_the_rest() -> None:
    costs = other_costs(
        company().add("costs", {**YEAR, "amount": 6_000, "segment": "SMB", "kind": "x"}).open(), AS_OF
    )
    half = Fraction(1, 2)
    assert costs.of("SMB", half) == costs.general / 2 + 10_000
    assert costs.of("Big", half) == costs.general / 2
    assert costs.of(None, half) == (costs.general + 10_000) / 2


def test_costs_convert_at_the_days_rate() -> None:
    foreign = Company().account("A", 1).add("costs", {**YEAR, "amount": 100, "currency": "GBP"})
    foreign.add("fx_rates", {"date": date(2026, 6, 1), "currency": "GBP", "rate": "0.5"})
    assert other_costs(foreign.open(), AS_OF).general == 200


def test_loaded_cost_is_pay_with_what_comes_on_top_of_it_and_the_rest() -> None:
    assert loaded(Fraction(100), Fraction(1, 4), Fraction(5)) == 130


def test_cost_to_serve_is_loaded_cost_over_arr_and_over_accounts() -> None:
    policy = Policy(team=Team(on_cost_rate=Decimal("0.25")))
    reader = company().open(policy=policy)
    other = 16_000 + Fraction(1_000 * 365, 30)
    (row,) = [row for row in ratios(reader) if row.month == Month.of(AS_OF)]
    assert row.cost_to_serve == (200_000 + other) / 500_000
    assert row.cost_per_account == (200_000 + other) / 2
    rows = {row.group: row for row in ratios(reader, "segment") if row.month == Month.of(AS_OF)}
    shared = (other - 4_000) / 2
    assert rows["SMB"].cost_to_serve == (125_000 + 4_000 + shared) / 400_000
    assert rows["Big"].cost_to_serve == (75_000 + shared) / 100_000
