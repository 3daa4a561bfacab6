"""Two campaigns: one made accounts grow, the other did nothing."""

from __future__ import annotations

from datetime import date

from bookload.data.demo import Company
from unit.data.demo import truth


def growth(company: Company, accounts: set[str], start: date, end: date) -> float:
    """NRR of some accounts between two days, in their own currencies."""
    opening, closing = truth.arr_on(company.tables, start), truth.arr_on(company.tables, end)
    kept = [key for key in opening if key[0] in accounts]
    return float(sum(closing.get(key, 0) for key in kept) / sum(opening[key] for key in kept))


def test_the_accounts_reached_were_customers_on_the_day(company: Company) -> None:
    for row in company.tables["interventions"]:
        live = {
            account_id
            for account_id, _ in truth.arr_on(company.tables, date.fromisoformat(row["start_date"]))
        }
        assert row["account_id"] in live


def test_each_campaign_reached_some_dozens_and_no_account_twice(company: Company) -> None:
    for name in ("INT-1", "INT-2"):
        reached = [
            row["account_id"] for row in company.tables["interventions"] if row["intervention_id"] == name
        ]
        assert 40 <= len(reached) <= 120
        assert len(set(reached)) == len(reached)


def test_the_sprint_made_accounts_grow_more_than_their_peers(company: Company) -> None:
    peers = {
        row["account_id"] for row in company.tables["accounts"] if row["segment"] in ("Mid-market", "SMB")
    }
    reached = {
        row["account_id"] for row in company.tables["interventions"] if row["intervention_id"] == "INT-1"
    }
    start, end = date(2025, 7, 31), date(2026, 5, 31)
    assert growth(company, reached, start, end) > growth(company, peers - reached, start, end) + 0.02
