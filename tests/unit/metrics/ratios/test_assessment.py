from __future__ import annotations

import pytest

from bookload.base.errors import UsageError
from bookload.base.period import Month
from bookload.data.documents import Policy
from bookload.data.documents.policy import Company as CompanyPolicy
from bookload.data.documents.policy import Targets
from bookload.metrics.ratios.assessment import assess
from bookload.workspace import Workspace
from sized import AS_OF, Company, evenly

NOW = Month.of(AS_OF)
M = 1_000_000


@pytest.fixture(scope="module")
def reader() -> Workspace:
    return (
        evenly(5 * M, 50, [f"P-{number}" for number in range(10)], touch_model="high")
        .heads(10, ote=90_000)
        .open()
    )


def test_without_pools_all_arr_over_all_heads_is_judged(reader: Workspace) -> None:
    found = assess(reader)
    assert (found.basis, found.row.month) == ("total", NOW)
    assert found.target.value == 900_000
    assert found.verdict.code == "on_the_way"
    assert found.verdict.distance == 400_000
    assert found.gain.value == 0
    assert found.gain.reached is False


def test_benchmarks_stand_beside_each_ratio(reader: Workspace) -> None:
    found = assess(reader)
    assert set(found.benchmarks) == {"arr_per_csm", "accounts_per_csm", "arr_per_ote", "cs_cost_share_of_arr"}
    assert all(each.standing for each in found.benchmarks["arr_per_csm"])
    assert {each.standing for each in found.benchmarks["arr_per_ote"]} == {"below"}


def test_an_earlier_month_is_judged_as_it_was(reader: Workspace) -> None:
    first = assess(reader, Month.parse("2024-01"))
    assert (first.row.month, first.gain.value) == (Month.parse("2024-01"), None)


def test_a_month_that_the_data_does_not_know_says_which_it_does(reader: Workspace) -> None:
    with pytest.raises(UsageError, match="2024-01 to 2026-06"):
        assess(reader, NOW + 1)


def test_thresholds_are_in_the_currency_of_the_targets() -> None:
    company = Company().head("P-0").account("A-1", 600_000, "P-0", touch_model="high")
    company.add("fx_rates", {"date": "2023-01-01", "currency": "USD", "rate": "2"})
    euros = Policy(company=CompanyPolicy(currency="EUR"))
    assert assess(company.open(policy=euros)).verdict.code == "on_the_way"
    assert assess(company.open()).verdict.code == "too_early"


def test_without_a_rate_nothing_is_said() -> None:
    company = Company().head("P-0").account("A-1", 600_000, "P-0")
    found = assess(company.open(policy=Policy(targets=Targets(currency="XPF"))))
    assert found.verdict.words == "n/a: no rate of XPF"


def test_no_month_at_all_is_said_plainly() -> None:
    from datetime import date

    from bookload.workspace import memory

    nothing = memory({}, as_of=AS_OF, known_from=date(2026, 7, 1))
    with pytest.raises(UsageError, match="none yet"):
        assess(nothing)
