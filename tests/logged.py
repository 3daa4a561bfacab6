"""A small team's log, and how it is summed with nothing but a loop."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from bookload.base.access import Access
from bookload.base.period import Month
from bookload.data.documents import Journey, Policy
from bookload.workspace import Workspace, memory

Row = Mapping[str, object]
AS_OF = date(2026, 6, 30)


def at(text: str) -> datetime:
    """An instant in UTC, from `2026-03-04 10:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def deed(start: str = "2026-03-04 10:00", minutes: object = 30, account: object = "A", **more: object) -> Row:
    """One activity, a call of P-1's unless told otherwise."""
    row = {"person_id": "P-1", "kind": "call", "start_at": at(start), "account_id": account, **more}
    return row if minutes is None else {**row, "minutes": minutes}


def account(account_id: str, segment: str | None = None, **more: object) -> Row:
    return {"account_id": account_id, "name": account_id, "segment": segment, **more}


def company(
    log: Sequence[Row],
    *,
    accounts: Sequence[Row] = (),
    policy: Mapping[str, object] | None = None,
    journey: Journey | None = None,
    access: Access | None = None,
    as_of: date = AS_OF,
    **tables: Sequence[Row],
) -> Workspace:
    """A workspace over a log; `policy` is what bookload.toml would say."""
    return memory(
        {"activities": log, "accounts": accounts or [account(name) for name in "ABC"], **tables},
        as_of=as_of,
        policy=Policy.model_validate(policy or {}),
        journey=journey,
        access=access,
    )


def price(account_id: str, amount: object, start: date = date(2025, 1, 1), **more: object) -> Row:
    """A monthly subscription."""
    return {
        "subscription_id": f"S-{account_id}-{start}",
        "account_id": account_id,
        "start_date": start,
        "amount": amount,
        "interval": "month",
        "currency": "USD",
        **more,
    }


def took(row: Row) -> Fraction | None:
    """How long an activity took, in minutes x 10^4."""
    if row.get("minutes") is not None:
        return Fraction(str(row["minutes"])) * 10_000
    start, end = row["start_at"], row.get("end_at")
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return None
    seconds = (end.replace(microsecond=0) - start.replace(microsecond=0)) // timedelta(seconds=1)
    return Fraction((2 * seconds * 10_000 + 60) // 120)


def month_of(row: Row, zone: str) -> int:
    start = row["start_at"]
    assert isinstance(start, datetime)
    return Month.of(start.astimezone(ZoneInfo(zone)).date()).ordinal


def by_account(log: Sequence[Row]) -> dict[str | None, int]:
    """Known minutes x 10^4 of each account, what sharing leaves over for the first; None: of none."""
    sums: dict[str | None, int] = defaultdict(int)
    for row in log:
        minutes = took(row)
        if minutes is None:
            continue
        names = [name.strip() or None for name in str(row.get("account_id") or "").split(";")]
        part, left = divmod(int(minutes), len(names))
        for place, name in enumerate(names):
            sums[name] += part + (left if place == 0 else 0)
    return dict(sums)
