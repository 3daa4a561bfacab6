"""Lines by account and product, which books and bridges are made of."""

from __future__ import annotations

from bookload.base.money import mrr
from bookload.metrics.revenue import KINDS, account_lines, lines
from subscribed import collected, company, paid

ROWS = (
    paid("A", "100", "2025-01-01", "2025-03-10", product="P"),
    paid("A", "20", "2025-01-01", product="Q", subscription_id="A-2", currency="EUR"),
    paid("A", "110", "2025-03-10", product="R"),
    paid("B", "9", "2025-02-01", "2025-04-01", product="P"),
)
FX = [
    {"date": "2025-01-01", "currency": "EUR", "rate": "0.5"},
    {"date": "2025-03-01", "currency": "EUR", "rate": "0.4"},
]


def found(expression):
    workspace = company(*ROWS, as_of="2025-04-15", fx_rates=FX)
    rows = collected(workspace, expression(workspace))
    return {
        tuple(row[name] for name in ("account_id", "product", "month") if name in row): row for row in rows
    }


def test_lines_are_unique_add_up_and_repeat_the_accounts_kind_on_its_products():
    march = {key[1]: row for key, row in found(lines).items() if key[0] == "A" and key[2] == 2025 * 12 + 2}
    assert {product: row["kind"] for product, row in march.items()} == dict.fromkeys("PQR", "expansion")
    amounts: dict[str, tuple[object, ...]] = {
        product: tuple(mrr(row[name]) for name in ("opening", "fx", "delta", "closing"))
        for product, row in march.items()
    }
    assert amounts == {"P": (100, 0, -100, 0), "Q": (40, 10, 0, 50), "R": (0, 0, 110, 110)}
    for row in found(lines).values():
        assert row["opening"] + row["fx"] + row["delta"] == row["closing"]
        assert row["kind"] in KINDS


def test_account_lines_are_lines_summed_to_accounts():
    by_account = found(account_lines)
    for place, row in by_account.items():
        parts = [line for key, line in found(lines).items() if (key[0], key[2]) == place]
        assert {line["kind"] for line in parts} == {row["kind"]}
        for name in ("opening", "fx", "delta", "closing"):
            assert sum(line[name] for line in parts) == row[name]


def test_account_lines_say_whether_the_account_is_live_before_and_after():
    rows = found(account_lines)
    live = [
        (rows["B", 2025 * 12 + month]["live_before"], rows["B", 2025 * 12 + month]["live_after"])
        for month in (1, 2, 3)
    ]
    assert live == [(0, 1), (1, 1), (1, 0)]


def test_the_month_of_a_churn_is_the_last_that_an_account_has_a_line_in():
    assert max(key[1] for key in found(account_lines) if key[0] == "B") == 2025 * 12 + 3
