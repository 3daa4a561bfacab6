from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from bookload.base.access import Access, Right
from bookload.base.period import Month
from bookload.metrics.ratios.facts import crews
from bookload.metrics.ratios.pay import mean_ote, pay_sum, weights
from bookload.workspace import Workspace
from sized import AS_OF, Company, evenly

NOW = Month.of(AS_OF)
EVERYBODY = {f"P-{number}": Fraction(1) for number in range(8)}


def company(joins: date | None = None) -> Company:
    built = evenly(800_000, 8, list(EVERYBODY), segment="SMB")
    for number in range(8):
        built.head(f"P-{number}", ote=90_000 + 1_000 * number, team="North" if number < 6 else "South")
    if joins:
        built.head("P-8", ote=250_000, team="South", hire_date=joins)
    return built


@pytest.fixture(scope="module")
def reader() -> Workspace:
    return company().open()


def test_who_may_see_single_pay_gets_every_sum_exactly(reader: Workspace) -> None:
    assert pay_sum(reader, NOW, "ote", None, EVERYBODY) == 748_000
    assert pay_sum(reader, NOW, "base", "any name", {"P-0": Fraction(1, 2)}) == 36_000
    assert pay_sum(reader, NOW, "ote", None, {}) is None
    mean = mean_ote(reader, NOW)
    assert mean is not None
    assert mean.value == 93_500
    assert (mean.month, mean.needs) == (NOW, Right.PAY_PERSON)


def test_who_may_see_group_pay_gets_the_company_and_teams_that_give_nobody_away(reader: Workspace) -> None:
    head = reader.seen_by(Access.of("head"))
    assert pay_sum(head, NOW, "ote", None, EVERYBODY) == 748_000
    assert pay_sum(head, NOW, "ote", "North", EVERYBODY) is None
    assert pay_sum(head, NOW, "ote", "South", EVERYBODY) is None
    assert pay_sum(head, NOW, "ote", "SMB", EVERYBODY) is None
    mean = mean_ote(head, NOW)
    assert mean is not None
    assert mean.value == 94_000
    assert (mean.month, mean.needs) == (NOW, Right.PAY_GROUP)


def test_who_may_not_see_pay_gets_nothing(reader: Workspace) -> None:
    nobody = reader.seen_by(Access.of("operations"))
    assert pay_sum(nobody, NOW, "ote", None, EVERYBODY) is None
    assert mean_ote(nobody, NOW) is None


def test_a_joiner_hides_later_sums_and_the_last_mean_that_was_shown_serves_for_a_year() -> None:
    head = company(joins=date(2025, 9, 10)).open("head")
    assert pay_sum(head, Month.parse("2025-08"), "ote", None, EVERYBODY) == 748_000
    assert pay_sum(head, Month.parse("2025-09"), "ote", None, EVERYBODY) is None
    mean = mean_ote(head, NOW)
    assert mean is not None
    assert mean.value == 94_000
    assert str(mean.month) == "2025-08"
    later = company(joins=date(2025, 6, 10)).open("head")
    assert mean_ote(later, NOW) is None


def test_a_month_that_is_not_over_has_no_sum_for_a_group_reader() -> None:
    head = company().open("head", as_of=date(2026, 6, 29))
    assert pay_sum(head, NOW, "ote", None, EVERYBODY) is None
    mean = mean_ote(head, NOW)
    assert mean is not None
    assert str(mean.month) == "2026-05"


def test_a_head_whose_pay_is_not_known_leaves_no_sum() -> None:
    unpaid = company().head("P-9")
    for role in ("owner", "head"):
        assert mean_ote(unpaid.open(role), NOW) is None
        assert pay_sum(unpaid.open(role), NOW, "ote", None, {**EVERYBODY, "P-9": Fraction(1)}) is None


def test_heads_weigh_their_fte_ramping_or_not_and_others_nothing() -> None:
    built = (
        Company()
        .account("A", 1)
        .head("P-0", fte="0.5")
        .head("P-1", hire_date=date(2026, 6, 1))
        .head("P-2", role="director")
    )
    crew = crews(built.open())[NOW]
    assert weights(crew, {"P-0": Fraction(1, 2), "P-1": Fraction(1), "P-2": Fraction(1)}) == {
        "P-0": 2_500,
        "P-1": 10_000,
    }
