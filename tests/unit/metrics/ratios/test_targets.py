from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookload.base.errors import DocumentError
from bookload.base.money import QUANTA
from bookload.base.period import Month
from bookload.data.documents import Policy
from bookload.data.documents.policy import Company as CompanyPolicy
from bookload.data.documents.policy import Targets
from bookload.metrics.ratios.targets import PUBLISHED, blended, goals, scaled_by_pay, target
from sized import AS_OF, Company

NOW = Month.of(AS_OF)
GOALS = goals(Targets())


def mixed() -> Company:
    built = Company().head("P-0", ote=80_000).head("P-1", ote=120_000, fte="0.5")
    built.account("A-1", 600_000, "P-0", touch_model="high").account(
        "A-2", 400_000, "POOL", touch_model="tech"
    )
    return built.add("pools", {"pool_id": "POOL", "name": "Digital"})


def test_a_mixed_book_has_the_ratio_that_its_parts_would_have_at_their_targets() -> None:
    assert blended(
        {"high": 6 * QUANTA, "low": 4 * QUANTA}, {"high": Fraction(1), "low": Fraction(2)}
    ) == Fraction(5, 4)
    assert blended({}, GOALS) is None
    assert blended({"high": 0}, GOALS) is None


@given(st.dictionaries(st.sampled_from(["high", "mid", "low", "tech"]), st.integers(1, 10**35), min_size=1))
def test_a_blend_lies_between_its_parts_and_needs_as_many_heads_as_they_do(arr: dict[str, int]) -> None:
    blend = blended(arr, GOALS)
    assert blend is not None
    assert min(GOALS[touch] for touch in arr) <= blend <= max(GOALS[touch] for touch in arr)
    assert Fraction(sum(arr.values()), QUANTA) / blend == sum(
        Fraction(each, QUANTA) / GOALS[touch] for touch, each in arr.items()
    )


def test_a_target_scales_with_pay() -> None:
    assert scaled_by_pay(Fraction(1_000_000), Fraction(90_000), Fraction(100_000)) == 900_000


def test_the_target_is_over_all_arr_or_over_what_is_covered() -> None:
    reader = mixed().open()
    mean = Fraction(80_000 * 2 + 120_000, 3)
    total, covered = target(reader, NOW), target(reader, NOW, "covered")
    assert total.unscaled == 1_250_000
    assert total.value == 1_250_000 * mean / 100_000
    assert total.mean_ote is not None
    assert total.mean_ote.value == mean
    assert covered.unscaled == 1_000_000
    assert [(part.touch_model, part.arr // QUANTA) for part in total.parts] == [
        ("high", 600_000),
        ("tech", 400_000),
    ]
    assert [part.target for part in total.parts] == [1_000_000, 2_000_000]
    assert (total.source, total.label) == (PUBLISHED, "scaled by the mean OTE of the eligible heads")


def test_the_target_is_converted_and_a_euro_of_pay_is_worth_more_of_a_dollar_target() -> None:
    policy = Policy(company=CompanyPolicy(currency="EUR"))
    built = Company().account("A-1", 10, "P-0").head("P-0", ote=50_000, currency="EUR")
    built.add("fx_rates", {"date": date(2023, 1, 1), "currency": "USD", "rate": "2"})
    found = target(built.open(policy=policy), NOW)
    assert found.unscaled == 500_000
    assert found.value == 500_000


def test_who_may_not_know_the_pay_sees_the_target_unscaled_and_labelled() -> None:
    found = target(mixed().open("operations"), NOW)
    assert found.value == found.unscaled == 1_250_000
    assert not found.scaled
    assert found.label == "unscaled: what scales it comes from pay, which this reader has no right to"


def test_policy_can_leave_pay_out_of_it() -> None:
    found = target(mixed().open(policy=Policy(targets=Targets(scale_by_pay=False))), NOW)
    assert found.value == found.unscaled
    assert found.label.startswith("unscaled: the policy's")
    assert not found.scaled


def test_targets_of_its_own_are_said_to_be_the_workspaces() -> None:
    found = target(mixed().open(policy=Policy(targets=Targets(high=Decimal(500_000)))), NOW, "covered")
    assert found.unscaled == 500_000
    assert found.source != PUBLISHED


def test_a_mean_of_an_earlier_month_is_said_to_be_one() -> None:
    built = Company()
    for number in range(6):
        built.head(f"P-{number}", ote=90_000).account(f"A-{number}", 100, f"P-{number}")
    found = target(built.head("P-9", ote=300_000, hire_date=date(2026, 5, 1)).open("head"), NOW)
    assert found.value == 900_000
    assert (
        found.label == "scaled by the mean OTE of the eligible heads of 2026-04, the last that may be shown"
    )


def test_without_arr_or_without_a_rate_there_is_no_target() -> None:
    empty = target(Company().account("A-1", 0).head("P-0", ote=1).open(), NOW)
    assert (empty.value, empty.label) == (None, "n/a: there is no ARR to blend the targets by")
    strange = target(mixed().open(policy=Policy(targets=Targets(currency="XPF"))), NOW)
    assert strange.value is None
    assert "XPF" in strange.label


def test_arr_of_an_unknown_touch_model_is_left_out_and_stated() -> None:
    event = {"account_id": "A-2", "at": date(2024, 1, 1), "kind": "touch_model", "value": "medium"}
    found = target(mixed().add("account_events", event).open(), NOW)
    assert found.left_out == 400_000 * QUANTA
    assert found.unscaled == 1_000_000


def test_a_target_of_nothing_is_refused() -> None:
    with pytest.raises(DocumentError, match=r"targets\.mid is 0"):
        goals(Targets(mid=Decimal(0)))
