from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bookload.base.period import Month
from bookload.data.documents import Policy
from bookload.data.documents.policy import Revenue
from bookload.metrics.books.shares import shares
from bookload.workspace import Workspace, memory
from brute_books import Owned, by_account, carried

AS_OF = date(2026, 6, 15)
SHARES = ("1", "0.5", "0.3333", "0.3334", "0.4995", "0.25", "0.001", "0.6")


def company(rows: list[Owned], policy: Policy | None = None, **more: Any) -> Workspace:
    accounts = sorted({row.account_id for row in rows} | {"A"})
    owned = [
        {
            "account_id": row.account_id,
            "owner_id": row.owner_id,
            "start_date": row.start,
            "end_date": row.end,
            "share": row.share,
            **more,
        }
        for row in rows
    ]
    first = {"subscription_id": "S", "account_id": "A", "start_date": date(2025, 7, 1), "amount": "1"}
    return memory(
        {
            "accounts": [{"account_id": account, "name": account} for account in accounts],
            "subscriptions": [{**first, "interval": "month"}],
            "ownership": owned,
        },
        as_of=AS_OF,
        policy=policy,
    )


def read(reader: Workspace) -> dict[tuple[str, str], dict[str, int]]:
    found: dict[tuple[str, str], dict[str, int]] = {}
    for row in reader.collect(shares(reader)).rows():
        assert isinstance(row["month"], int)
        assert isinstance(row["share"], int)
        found.setdefault((str(row["account_id"]), str(Month(row["month"]))), {})[str(row["owner_id"])] = row[
            "share"
        ]
    return found


def owned(owner: str, share: str = "1", start: date = date(2026, 1, 1), end: date | None = None) -> Owned:
    return Owned("A", owner, start, end, Decimal(share))


def test_an_account_without_an_owner_is_nobodys_at_every_month_end() -> None:
    found = read(company([]))
    assert len(found) == 13
    assert set(map(str, found.values())) == {"{'': 10000}"}


def test_the_owner_at_the_end_of_the_month_carries_it() -> None:
    found = read(company([owned("P", end=date(2026, 3, 31)), owned("Q", start=date(2026, 3, 31))]))
    assert found["A", "2026-02"] == {"P": 10_000}
    assert found["A", "2026-03"] == {"Q": 10_000}


def test_an_ownership_that_ends_on_the_first_still_held_at_the_end_of_the_month_before() -> None:
    found = read(company([owned("P", end=date(2026, 3, 1))]))
    assert found["A", "2026-02"] == {"P": 10_000}
    assert found["A", "2026-03"] == {"": 10_000}


def test_the_month_of_as_of_is_stated_as_of_as_of() -> None:
    later = [owned("P", end=date(2026, 6, 20)), owned("Q", start=date(2026, 6, 20))]
    assert read(company(later))["A", "2026-06"] == {"P": 10_000}


def test_three_thirds_are_the_whole_with_the_rest_on_the_largest() -> None:
    found = read(company([owned("R", "0.3333"), owned("P", "0.3333"), owned("Q", "0.3333")]))
    assert found["A", "2026-06"] == {"P": 3_334, "Q": 3_333, "R": 3_333}
    over = read(company([owned("P", "0.5"), owned("Q", "0.501")]))
    assert over["A", "2026-06"] == {"P": 5_000, "Q": 5_000}


def test_what_is_missing_from_the_whole_is_nobodys() -> None:
    assert read(company([owned("P", "0.6"), owned("Q", "0.3989")]))["A", "2026-06"] == {
        "P": 6_000,
        "Q": 3_989,
        "": 11,
    }


def test_more_than_the_whole_leaves_a_negative_rest_rather_than_a_sum_that_looks_right() -> None:
    assert read(company([owned("P"), owned("Q", "0.5")]))["A", "2026-06"] == {
        "P": 10_000,
        "Q": 5_000,
        "": -5_000,
    }


def test_only_the_role_that_carries_revenue_counts() -> None:
    assert read(company([owned("P")], role="onboarding"))["A", "2026-06"] == {"": 10_000}
    assert read(company([owned("P")], role="CSM"))["A", "2026-06"] == {"P": 10_000}
    policy = Policy(revenue=Revenue(revenue_role="Account Manager"))
    assert read(company([owned("P")], policy, role="account_manager"))["A", "2026-06"] == {"P": 10_000}


def test_an_owner_named_twice_carries_the_sum() -> None:
    twice = [owned("P", "0.5"), owned("P", "0.5", start=date(2026, 2, 1))]
    found = read(company(twice))
    assert found["A", "2026-01"] == {"P": 5_000, "": 5_000}
    assert found["A", "2026-02"] == {"P": 10_000}


@st.composite
def ownerships(draw: st.DrawFn) -> list[Owned]:
    """Rows of several accounts, with gaps, overlaps, thirds, and shares above and below the whole."""
    days = st.dates(date(2025, 6, 1), date(2026, 8, 31))
    rows = []
    for _ in range(draw(st.integers(0, 12))):
        start = draw(days)
        rows.append(
            Owned(
                draw(st.sampled_from(["A", "B", "C", "D"])),
                draw(st.sampled_from(["P", "Q", "R", "POOL"])),
                start,
                draw(st.none() | days),
                Decimal(draw(st.sampled_from(SHARES))),
            )
        )
    return rows


@given(ownerships())
def test_shares_are_those_of_the_last_day_and_add_up_to_the_whole(rows: list[Owned]) -> None:
    keys = [(row.account_id, row.owner_id, row.start) for row in rows]
    rows = [row for number, row in enumerate(rows) if keys.index(keys[number]) == number]
    found, owned_rows = read(company(rows)), by_account(rows)
    for (account, month), held in found.items():
        day = min(Month.parse(month).last_day, AS_OF)
        expected = carried(owned_rows[account], day)
        assert held == {owner: share * 10_000 for owner, share in expected.items()}
        assert sum(held.values()) == 10_000
