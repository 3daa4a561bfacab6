"""Each metric's page has definition, formula, switches, a worked example that holds, what other tools do."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from bookload.base.money import QUANTA, mrr
from bookload.base.period import Month
from bookload.data.documents import Policy
from bookload.data.documents.policy import Team
from bookload.metrics.books.retention import book_retention
from bookload.metrics.ratios.ratios import ratios
from bookload.metrics.ratios.targets import target
from bookload.metrics.revenue import sub_kinds
from bookload.metrics.revenue.movements.bridges import movements
from bookload.metrics.revenue.movements.quick_ratio import quick_ratio
from bookload.metrics.revenue.signs.band import FACTORS
from bookload.metrics.revenue.signs.judged import judged
from bookload.metrics.revenue.signs.organic import OrganicMonth
from bookload.metrics.revenue.signs.sign import signs_of
from bookload.planning.capacity.heads import Relationships, required
from bookload.planning.capacity.implied import Need, implied
from bookload.planning.capacity.loads import load_of, utilisation
from bookload.report.figures import number, percent
from sized import AS_OF, Company, evenly
from subscribed import bridge, company, mrr_by_month, paid

REFERENCE = Path(__file__).resolve().parent.parent.parent / "docs" / "reference" / "metrics"
LISTS = {"index", "benchmarks"}
"""Pages that are of no metric."""

PAGES = sorted(path for path in REFERENCE.glob("*.md") if path.stem not in LISTS)
NOW = Month.of(AS_OF)
MILLION = 1_000_000


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_metrics_page_has_definition_formula_switches_example_and_other_tools(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    title, definition, *rest = re.split(r"\n{2,}", text)
    assert title.startswith("# ")
    assert definition.startswith(("**", "How", "What", "The"))
    assert any(block.startswith("    ") for block in rest), "no formula"
    for part in ("Switches", "Example", "Other tools"):
        assert re.search(rf"\*\*{part}\b", text), f"no {part.lower()}"


def test_every_page_is_in_the_index() -> None:
    index = (REFERENCE / "index.md").read_text(encoding="utf-8")
    assert [page.name for page in PAGES if f"({page.name})" not in index] == []


def says(page: str, *words: str) -> None:
    """Check that a page has these words, whatever its lines."""
    text = " ".join((REFERENCE / f"{page}.md").read_text(encoding="utf-8").split())
    assert [each for each in words if each not in text] == []


def company_row(built: Company, policy: Policy | None = None):
    (row,) = [row for row in ratios(built.open(policy=policy)) if row.month == NOW]
    return row


def test_the_example_of_arr_per_csm() -> None:
    named = [f"P-{each}" for each in range(7)]
    built = evenly(10 * MILLION, 10, named, touch_model="high").heads(7)
    built.account("A-POOL", 5 * MILLION, "POOL", touch_model="tech")
    row = company_row(built.add("pools", {"pool_id": "POOL", "name": "Digital"}))
    assert number(row.arr_per_csm / MILLION, 2) == "2.14"
    assert number(row.covered_arr_per_csm / MILLION, 2) == "1.43"
    says("arr-per-csm", "$15M, $5M of it in a pool, 7 named CSMs: 2.14M in total, 1.43M covered")


def test_the_example_of_csms() -> None:
    built = Company().head("A").head("B", fte="0.8").head("C", hire_date=date(2026, 6, 1))
    built.head("D", role="director").account("A-1", 1, "A")
    assert company_row(built).csms == Fraction("1.8")
    says("csms", "1 + 0.8 + 0 + 0 = 1.8")


def test_the_example_of_arr_per_ote() -> None:
    built = evenly(5 * MILLION, 10, [f"P-{each}" for each in range(10)]).heads(10, ote=90_000)
    assert number(company_row(built).arr_per_ote, 2) == "5.56"
    says("arr-per-ote", "$5M and ten CSMs at $90,000: 5.56")


def test_the_example_of_cost_to_serve() -> None:
    built = Company().head("P-0", ote=100_000).head("P-1", ote=60_000).account("A", 500_000, "P-0")
    built.add(
        "costs",
        {
            "from_date": date(2026, 1, 1),
            "to_date": date(2027, 1, 1),
            "currency": "USD",
            "kind": "tools",
            "amount": 16_000,
        },
    )
    row = company_row(built, Policy(team=Team(on_cost_rate=Decimal("0.25"))))
    assert percent(row.cost_to_serve) == "43.2%"
    says(
        "cost-to-serve",
        "Pay of 160,000 at an on-cost rate of 0.25, and 16,000 of tools, over 500,000 of ARR: 43.2%",
    )


def test_the_example_of_the_target() -> None:
    def mixed(**paid_: object) -> Company:
        built = Company().heads(5, **paid_).account("A-1", 6 * MILLION, "P-0", touch_model="high")
        return built.account("A-2", 4 * MILLION, "P-1", touch_model="low")

    assert target(mixed().open(), NOW).value == 1_250_000
    assert target(mixed(ote=90_000).open(), NOW).value == 1_125_000
    says("target", "10 ÷ (6 ÷ 1 + 4 ÷ 2) = 1.25M; at a mean OTE of $90,000, 1.125M")


def test_the_example_of_retention_of_a_book() -> None:
    built = Company()
    for each in range(9):
        built.account(f"A-{each}", 100, "P-0")

    def step(account: str, *prices: tuple[date, int]) -> None:
        for (start, arr), (end, _) in zip(prices, [*prices[1:], (None, 0)], strict=True):
            if arr:
                built.add(
                    "subscriptions",
                    {
                        "subscription_id": account,
                        "account_id": account,
                        "start_date": start,
                        "end_date": end,
                        "amount": arr,
                        "interval": "year",
                    },
                )
        built.add("accounts", {"account_id": account, "name": account})

    step("G", (date(2024, 1, 1), 100), (date(2025, 9, 10), 150), (date(2026, 2, 10), 90))
    step("T", (date(2024, 1, 1), 500), (date(2026, 4, 10), 0))
    built.owned("G", "P-0").owned("T", "P-1", end_date=date(2026, 3, 15))
    built.owned("T", "P-0", start_date=date(2026, 3, 15))
    (row,) = [row for row in book_retention(built.open()) if (row.owner_id, row.month) == ("P-0", NOW)]
    assert (percent(row.nrr), percent(row.grr)) == ("65.8%", "62.6%")
    says(
        "book-retention",
        "1.05 × (990 ÷ 1,050) × (990 ÷ 1,490) = 65.8%; GRR (990 ÷ 1,050) × (990 ÷ 1,490) = 62.6%",
    )


def test_the_examples_of_hours_and_heads() -> None:
    available = 21 * 8 * Fraction("0.7")
    plannable = available * Fraction("0.85")
    assert (available, plannable) == (Fraction("117.6"), Fraction("99.96"))
    says("supply", "21 working days of 8 hours are 168; × 0.7 = 117.6 available; × 0.85 = 99.96 plannable")
    used = utilisation(Fraction(110), available)
    assert (percent(used), load_of(used, Policy())) == ("93.5%", "tight")
    says("utilisation", "110 hours asked of 117.6 available: 93.5%, tight")
    need = required(Fraction(6), plannable, Relationships(Fraction(60, 50)))
    assert (need.heads, need.whole, need.binding) == (Fraction("1.2"), 2, "accounts")
    assert number(need.by_hours) == "0.1"
    says(
        "required-heads", "By hours that is 0.1 of a head, by relationships 60 ÷ 50 = 1.2", "*accounts* bind"
    )
    (row,) = implied(evenly(1_200_000, 100, ["P-0"]).open(), [Need(NOW, Fraction("2.5"), None, None, False)])
    assert [row.arr_per_csm, row.accounts_per_csm] == [Fraction(480_000), Fraction(40)]
    says(
        "implied-ratios",
        "100 accounts bring 1,200,000 a year and ask for 2.5 heads: 480,000 ARR and 40 accounts",
    )
    assert max(Fraction(1), Fraction(60, 25)) * 90 / 60 == Fraction("3.6")
    assert max(Fraction(1), Fraction(3, 25)) * 90 / 60 == Fraction("1.5")
    says("demand", "max(1, 60 ÷ 25) × 90 ÷ 60 = 3.6 hours. For three accounts it takes 1.5")


EUROS: dict[str, Any] = {
    "fx_rates": [
        {"date": "2025-01-31", "currency": "EUR", "rate": "0.5"},
        {"date": "2025-02-28", "currency": "EUR", "rate": "0.4"},
    ],
    "as_of": "2025-02-28",
}


def test_the_example_of_fx() -> None:
    def stays(**revenue: str):
        return company(paid("A", "100", "2025-01-01", currency="EUR"), revenue=revenue, **EUROS)

    constant = {"past": "constant_currency"}
    assert bridge(stays(), "2025-02") == {"opening": 200, "fx": 50, "closing": 250}
    assert bridge(stays(**constant), "2025-02") == {"opening": 250, "closing": 250}
    named = stays(**constant, rates_of="2025-01-31")
    assert mrr_by_month(named) == {"2025-01": 200, "2025-02": 200}
    says(
        "fx",
        "as booked: opening 200, fx 50, closing 250.",
        "In constant currency as of February: opening 250, closing 250.",
        "With `rates_of` at the end of January: 200 and 200",
    )


def test_the_example_of_sub_kinds() -> None:
    def seats(count: str, price: str, *days: str):
        return paid("A", None, *days, unit_amount=price, quantity=count)

    workspace = company(seats("10", "20", "2025-01-01", "2025-03-10"), seats("12", "25", "2025-03-10"))
    march = Month.parse("2025-03")
    (row,) = [each for each in sub_kinds(workspace, "month", march, march) if each.kind == "expansion"]
    amounts = [mrr(amount or 0) for amount in (row.total, row.quantity, row.price)]
    assert amounts == [100, 40, 60]
    says("sub-kinds", "expansion 100, of which quantity (12 − 10) × 200 ÷ 10 = 40, and price 60")


def test_the_example_of_the_quick_ratio() -> None:
    rows = (
        paid("N", "5000", "2025-02-10"),
        paid("E", "100", "2025-01-01", "2025-02-10"),
        paid("E", "1100", "2025-02-10"),
        paid("L", "1500", "2025-01-01", "2025-02-10"),
        paid("C", "600", "2025-01-01", "2025-02-10"),
        paid("C", "100", "2025-02-10"),
    )
    february = Month.parse("2025-02")
    (row,) = movements(company(*rows, as_of="2025-02-28"), "month", february, february)
    assert quick_ratio(row) == 3
    says("quick-ratio", "6,000 ÷ 2,000 = 3")


def test_the_example_of_signs() -> None:
    moved = (9, 11, 10, 9, 11, 10, 10, 11, 9, 10, 11, 9, -5)
    first = Month.parse("2025-01")
    months = {
        first + at: OrganicMonth(
            first + at, None, 1_000 * QUANTA, by * QUANTA, (1_000 + by) * QUANTA, max(0, -by) * QUANTA, 30
        )
        for at, by in enumerate(moved)
    }
    last = max(months)
    row = judged(months, last, last)
    assert row.trend is not None
    shown = [percent(Fraction(value), 2) for value in (row.trend.low, row.trend.high, row.trend.expected)]
    assert shown == ["0.45%", "1.55%", "1.00%"]
    assert row.trend.slope == 0
    found: dict[str, float | None] = {sign.kind: sign.strength for sign in signs_of(months, last, last)}
    assert found["turn_down"] == pytest.approx(-15)
    assert found["first_contraction"] == 12
    says(
        "signs",
        "from 0.45% to 1.55%",
        "a turn down, 15.0 spreads below",
        "the first contraction after 12 months",
    )


@pytest.mark.parametrize("count", [12, 16, 20, 24])
def test_the_factors_of_signs_are_those_of_the_page(count: int) -> None:
    says("signs", f"{float(FACTORS[count]):.2f} for {count}")
