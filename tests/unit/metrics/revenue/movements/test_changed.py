"""What changed by month, kind and currency, and by groups: the sums are the balances."""

from __future__ import annotations

from collections import Counter

from bookload.metrics.revenue import changed, changes
from bookload.metrics.revenue.changes import BY_DAY
from bookload.metrics.revenue.movements.grouped import changed_by_group, changed_by_product
from subscribed import collected, company, paid

MICROS_A_YEAR = 12 * 10**6
FX = [{"date": "2025-01-01", "currency": "EUR", "rate": "0.5"}]
ROWS = (
    paid("A", "100", "2025-01-01", "2025-03-10", product="P", currency="EUR"),
    paid("A", "200", "2025-03-10", product="P"),
    paid("B", "40", "2025-02-01", product="Q"),
)


def test_what_nets_to_nothing_still_moves_from_one_currency_to_another():
    rows = collected(workspace := company(*ROWS, fx_rates=FX), changed(workspace, "account"))
    found = {(row["month"] - 2025 * 12, row["kind"], row["currency"]): row["annual"] for row in rows}
    assert {place: annual // MICROS_A_YEAR for place, annual in found.items()} == {
        (0, "new", "EUR"): 100,
        (1, "new", "USD"): 40,
        (2, "none", "EUR"): -100,
        (2, "none", "USD"): 200,
    }


def test_by_product_the_sums_are_those_of_the_company():
    workspace = company(*ROWS, fx_rates=FX)
    sums: Counter[tuple[object, object]] = Counter()
    for row in collected(workspace, changed_by_product(workspace)):
        sums[row["month"], row["currency"]] += row["annual"]
    company_wide: Counter[tuple[object, object]] = Counter()
    for row in collected(workspace, changed(workspace, "product")):
        company_wide[row["month"], row["currency"]] += row["annual"]
    assert sums == company_wide


def test_who_changes_the_segment_takes_along_what_they_had():
    workspace = company(
        *ROWS,
        fx_rates=FX,
        account_events=[
            {"account_id": "A", "at": "2025-01-01", "kind": "segment", "value": "S"},
            {"account_id": "A", "at": "2025-03-20", "kind": "segment", "value": "L"},
        ],
    )
    rows = collected(workspace, changed_by_group(workspace, "segment", "account"))
    taken = {row["key"]: (row["currency"], row["annual"]) for row in rows if row["kind"] == "reclassified"}
    assert taken == {"S": ("EUR", -100 * MICROS_A_YEAR), "L": ("EUR", 100 * MICROS_A_YEAR)}


def test_changes_are_by_month_or_by_day():
    workspace = company(paid("A", "100", "2025-01-05", "2025-01-20"), paid("B", "40", "2025-02-01"))

    def told(*when):
        rows = collected(workspace, changes(workspace.policy, workspace.as_of, *when))
        return sorted(
            (row["account_id"], str(row.get("day")), row["annual"] // MICROS_A_YEAR) for row in rows
        )

    assert told() == [("B", "None", 40)]
    assert told(BY_DAY) == [("A", "2025-01-05", 100), ("A", "2025-01-20", -100), ("B", "2025-02-01", 40)]
