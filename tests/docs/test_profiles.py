"""The page on profiles shows the presets as their files state them, and the examples that are explained."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest

from bookload.base.money import mrr
from bookload.data.documents import Policy
from bookload.data.documents.profiles import NOT_PUBLISHED, presets, rules
from bookload.metrics.revenue import stock
from published import EXAMPLES
from subscribed import bridge, company, paid

COLUMNS = ("bookload", "stripe", "chartmogul", "profitwell", "recurly", "polar", "killbill")

DISTINCT = ("bookload", "stripe", "chartmogul", "recurly", "polar", "killbill")
CUSTOMERS = {
    "$100 a month": paid("A", "100", "2025-01-01"),
    "$80 a month, past due": paid("B", "80", "2025-01-01", status="past_due"),
    "$70 a month, unpaid": paid("C", "70", "2025-01-01", status="unpaid"),
    "$60 a month, paused": paid("D", "60", "2025-01-01", status="paused"),
    "$100 a month, half off until August": paid("E", "100", "2025-01-01"),
    "$40 a month, a quarter off for ever": paid("F", "40", "2025-01-01"),
    "$50 a month, cancelled on 10 June, ends on 31 July": paid(
        "G", "50", "2025-01-01", "2025-07-31", status="canceled", canceled_date="2025-06-10"
    ),
    "$12 a week": paid("H", "12", "2025-01-01", interval="week"),
    "$1 a day": paid("I", "1", "2025-01-01", interval="day"),
    "$100 a year": paid("J", "100", "2025-01-01", interval="year"),
    "$90 a month, on trial until 15 July": paid("K", "90", "2025-06-15", trial_end_date="2025-07-15"),
    "$15 a month from 3 to 20 June": paid("L", "15", "2025-06-03", "2025-06-20"),
}
DISCOUNTS = (
    {"subscription_id": "E-1", "percent": "50", "start_date": "2025-05-01", "end_date": "2025-08-01"},
    {"subscription_id": "F-1", "percent": "25"},
)


@pytest.fixture(scope="module")
def under():
    """The company of twelve customers under each preset, a product a customer."""
    rows = [row | {"product": name} for name, row in CUSTOMERS.items()]
    workspace = company(*rows, as_of="2025-06-30", discounts=DISCOUNTS)
    return {preset: workspace.under(Policy().under(preset)) for preset in presets()}


def places(amount):
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    return str(exact.quantize(Decimal("0.0001"), ROUND_HALF_UP))


def worth(workspace):
    """MRR on 30 June by customer, and in all."""
    found = {row.key: row.arr for row in stock(workspace, "product") if str(row.month) == "2025-06"}
    return {name: places(mrr(found.get(name, 0))) for name in CUSTOMERS} | {
        "**MRR**": places(mrr(sum(found.values())))
    }


@pytest.fixture
def page(repository):
    return (repository / "docs" / "explanation" / "profiles.md").read_text(encoding="utf-8")


def shown(preset, switch):
    (rule,) = (rule for rule in rules(preset) if rule.switch == switch)
    value = rule.value.replace(" ", ", ")
    return f"*{value}*" if rule.source == NOT_PUBLISHED else value


def test_the_table_of_presets_is_what_their_files_state(page):
    assert sorted(COLUMNS) == sorted(presets())
    assert f"| switch | {' | '.join(COLUMNS)} |" in page
    for rule in rules("bookload"):
        cells = " | ".join(shown(preset, rule.switch) for preset in COLUMNS)
        assert f"| `{rule.switch}` | {cells} |" in page


def test_what_differs_from_its_source_is_on_the_page_with_both_figures(page):
    for example in EXAMPLES:
        if example.explained:
            (*_, published), (*_, ours) = example.states[0], example.ours[0]
            if published == ours:
                (*_, published), (*_, ours) = example.states[1], example.ours[1]
            for figure in (published, ours):
                percent = f"{float(figure) * 100:.1f}%"
                assert figure in page or percent in page, example.name


def test_the_page_counts_the_examples(page):
    explained = sum(bool(example.explained) for example in EXAMPLES)
    by_rule = sum(example.by_rule for example in EXAMPLES)
    printed = len(EXAMPLES) - explained - by_rule
    said = (
        f"Of {len(EXAMPLES)}, {printed} are figures that the source prints, {by_rule} a rule that it states"
    )
    assert explained == 3
    assert said in " ".join(page.split())


def test_the_page_says_that_profitwells_preset_is_bookloads_own(page):
    differing = [
        preset
        for preset in COLUMNS
        if [rule.value for rule in rules(preset)] != [rule.value for rule in rules("bookload")]
    ]
    assert "profitwell" not in differing
    assert "The `profitwell` preset differs from Bookload's in nothing." in page


def test_the_company_of_twelve_customers_is_worth_what_the_page_says(under, page):
    found = {preset: worth(workspace) for preset, workspace in under.items()}
    assert found["profitwell"] == found["bookload"]
    for name in (*CUSTOMERS, "**MRR**"):
        assert f"| {name} | {' | '.join(found[preset][name] for preset in DISTINCT)} |" in page


def test_who_came_and_left_in_june_shows_under_the_rules_of_two(under):
    for preset, workspace in under.items():
        june = bridge(workspace, "2025-06", "account", "L") if preset in ("stripe", "chartmogul") else {}
        assert june == ({"new": 15, "churn": -15} if june else {}), preset
        churned = bridge(workspace, "2025-06").get("churn", 0)
        assert churned == {"stripe": -65, "chartmogul": -15}.get(preset, 0), preset
