"""The messy month: what goes wrong in every real export, put in on purpose, one row at a time.

Nothing of it is an error: an import takes it all and says what it found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from bookload.base.period import Month
from bookload.data.demo import team
from bookload.data.demo.rows import Row, day_text
from bookload.data.demo.timeline import Timeline

_OVERLAP_DAYS = 6
_STAYED_ON_DAYS = 10
_LATE_DAYS = 45
_LATE_ROWS = 5

Tables = dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class Accident:
    """One thing that is wrong: the table, the values of the row's first key columns, and what it is."""

    table: str
    key: tuple[str, ...]
    kind: str


def mess_up(tables: Tables, timeline: Timeline) -> tuple[Accident, ...]:
    """Put the accidents of the messy month into the tables, and return them."""
    steps: tuple[Callable[[Tables, Month], list[Accident]], ...] = (
        _late_signatures,
        _overlap,
        _same_day_row,
        _shouted_name,
        _owner_who_left,
        _missing_owner,
        _double_absence,
        _logged_after_leaving,
    )
    return tuple(accident for step in steps for accident in step(tables, timeline.mess))


def _in_month(text: str, month: Month) -> bool:
    return text[:7] == str(month)


def _changed(row: Row, **values: str) -> Row:
    return {**row, **values}


def _late_signatures(tables: Tables, month: Month) -> list[Accident]:
    """Sign a few price changes weeks after they took effect: the rows reached billing late."""
    found = []
    for at, row in enumerate(tables["subscriptions"]):
        if _in_month(row["start_date"], month) and row["kind"] == "recurring" and row["status"] == "active":
            late = date.fromisoformat(row["start_date"]) + timedelta(days=_LATE_DAYS)
            tables["subscriptions"][at] = _changed(row, signed_date=day_text(late))
            found.append(Accident("subscriptions", _key(row), "signed after its start"))
            if len(found) == _LATE_ROWS:
                break
    return found


def _key(row: Row) -> tuple[str, ...]:
    return row["subscription_id"], row["line_id"], row["start_date"]


def _overlap(tables: Tables, month: Month) -> list[Accident]:
    """Let a price run on for some days beside the one that replaced it, but not over the month's end."""
    rows = tables["subscriptions"]
    latest = month.last_day - timedelta(days=_OVERLAP_DAYS)
    for at, (row, following) in enumerate(pairwise(rows)):
        same = _key(row)[:2] == _key(following)[:2] and row["end_date"] == following["start_date"]
        plain = row["kind"] == "recurring" and row["status"] == following["status"] == "active"
        if same and plain and _in_month(row["end_date"], month) and row["end_date"] <= day_text(latest):
            end = date.fromisoformat(row["end_date"]) + timedelta(days=_OVERLAP_DAYS)
            if following["end_date"] and following["end_date"] <= day_text(end):
                continue
            rows[at] = _changed(row, end_date=day_text(end))
            return [Accident("subscriptions", _key(row), "overlaps the row that corrects it")]
    return []


def _same_day_row(tables: Tables, month: Month) -> list[Accident]:
    """Book a line and take it back on the same day: it is never in force."""
    rows = tables["subscriptions"]
    day = day_text(month.first_day + timedelta(days=11))
    for at, row in enumerate(rows):
        open_then = row["start_date"] < day and not row["end_date"] and row["product"] == "Platform"
        if open_then and row["status"] == "active" and row["interval"] == "month":
            slip = _changed(
                row, line_id="slip", start_date=day, end_date=day, plan="Enterprise", signed_date=day
            )
            rows.insert(at + 1, slip)
            return [Accident("subscriptions", _key(slip), "ends on the day that it starts")]
    return []


def _shouted_name(tables: Tables, month: Month) -> list[Accident]:
    """Enter a customer a second time, in capitals, and with no subscription of its own."""
    rows = tables["accounts"]
    original = next(
        row for row in rows if row["segment"] == "Mid-market" and row["created_date"] < str(month)
    )
    created = day_text(month.first_day + timedelta(days=17))
    twin = _changed(
        original,
        account_id=f"{original['account_id']}-DUP",
        name=original["name"].upper(),
        created_date=created,
        parent_account_id="",
        tags="",
    )
    rows.append(twin)
    return [Accident("accounts", (twin["account_id"],), "has the name of another account but for its case")]


def _owner_who_left(tables: Tables, month: Month) -> list[Accident]:
    """Leave some accounts with somebody for ten days after that person has gone."""
    rows, found = tables["ownership"], []
    starts = {(row["account_id"], row["start_date"]) for row in rows}
    for at, row in enumerate(rows):
        if row["owner_id"] != team.MID_LEFT or not _in_month(row["end_date"], month):
            continue
        gone = date.fromisoformat(row["end_date"])
        if gone.day != team.MID_LEFT_ON[1]:
            continue
        days = [gone + timedelta(days=number) for number in range(_STAYED_ON_DAYS)]
        if any((row["account_id"], day_text(day)) in starts for day in days):
            continue
        rows[at] = _changed(row, end_date=day_text(gone + timedelta(days=_STAYED_ON_DAYS)))
        found.append(
            Accident("ownership", (row["account_id"], row["owner_id"], row["start_date"]), "owner has left")
        )
    return found


def _missing_owner(tables: Tables, month: Month) -> list[Accident]:
    """Forget to give two new accounts an owner until the month after."""
    rows, found = tables["ownership"], []
    following = day_text(month.next_first_day + timedelta(days=8))
    for at, row in enumerate(rows):
        opened = _in_month(row["start_date"], month) and row["role"] == "csm" and row["share"] == "1"
        stays = opened and (not row["end_date"] or row["end_date"] > following)
        if stays and not any(other["account_id"] == row["account_id"] for other in rows[:at]):
            rows[at] = _changed(row, start_date=following)
            found.append(
                Accident("ownership", (row["account_id"], row["owner_id"], following), "nobody had it before")
            )
            if len(found) == 2:  # noqa: PLR2004 - two
                break
    return found


def _double_absence(tables: Tables, month: Month) -> list[Accident]:
    """Book a sick day into somebody's holiday."""
    day = month.first_day + timedelta(days=17)
    rest = {
        "person_id": team.MID_NA,
        "start_date": day_text(day),
        "end_date": day_text(day + timedelta(days=5)),
        "kind": "leave",
    }
    ill = _changed(
        rest,
        start_date=day_text(day + timedelta(days=1)),
        end_date=day_text(day + timedelta(days=2)),
        kind="sick",
    )
    tables["absences"] += [rest, ill]
    return [Accident("absences", (ill["person_id"], ill["start_date"]), "lies within another absence")]


def _logged_after_leaving(tables: Tables, month: Month) -> list[Accident]:
    """Let the leaver's calendar go on for a few days."""
    found = []
    gone = month.first_day + timedelta(days=team.MID_LEFT_ON[1] - 1)
    logged = [
        row for row in tables["activities"] if row["person_id"] == team.MID_LEFT and row["kind"] == "check_in"
    ]
    for number, pattern in enumerate(logged[:3]):
        day = gone + timedelta(days=2 + number)
        ghost = _changed(
            pattern, start_at=f"{day_text(day)}T15:00:00Z", activity_id=f"ACT-GHOST-{number + 1}"
        )
        tables["activities"].append(ghost)
        found.append(Accident("activities", (ghost["activity_id"],), "logged by somebody who had left"))
    return found
