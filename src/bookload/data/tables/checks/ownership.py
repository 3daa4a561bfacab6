"""What can be wrong in ownership: owners who are not there, shares over the whole, gaps."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from bookload.base.money import SHARE_ONE, exact_text, scaled
from bookload.data.tables.checks.columns import (
    FAR_DAY,
    NEVER,
    codes,
    day_text,
    days,
    ends,
    first_excess,
    numbers,
    positions,
)
from bookload.data.tables.checks.found import Problem, counted, findings
from bookload.data.tables.checks.references import unknown_accounts, unknown_ids
from bookload.data.tables.titles import CSM, role_word

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bookload.base.errors import Finding
    from bookload.data.tables.checks.given import Tables

TABLE = "ownership"
SHARE_TOLERANCE = SHARE_ONE // 1000
SHARE_PLACES = 4


def check_for_unknown_account(tables: Tables) -> list[Finding]:
    """An owned account is not in accounts (error)."""
    return unknown_accounts(tables, TABLE)


def check_for_unknown_owner(tables: Tables) -> list[Finding]:
    """An owner is neither a person nor a pool (error)."""
    owners = pa.chunked_array(
        [*tables["people"]["person_id"].chunks, *tables["pools"]["pool_id"].chunks], pa.string()
    )
    problem = Problem(
        code="unknown-owner",
        table=TABLE,
        column="owner_id",
        message="there is no person and no pool with this id",
        remedy="Add the owner to people or to pools, or correct the id.",
    )
    return unknown_ids(tables, problem, owners)


def check_for_shares_over_one(tables: Tables) -> list[Finding]:
    """The shares of one account and role exceed 1 on some day by more than 0.001 (error, with the day)."""
    rows = tables[TABLE]
    groups = codes(rows["account_id"], rows["role"])
    over = first_excess(
        groups,
        (days(rows, "start_date"), ends(rows, "end_date")),
        numbers(rows, "share", SHARE_ONE),
        SHARE_ONE + SHARE_TOLERANCE,
    )
    said = {row: (day, total) for row, day, total in over}

    def message(row: int) -> str:
        day, total = said[row]
        owned = f"account {rows['account_id'][row]} is owned {exact_text(scaled(total, SHARE_PLACES))} times"
        return f"{owned} from {day_text(day)} on, in the role {rows['role'][row]}"

    problem = Problem(
        code="shares-over-one",
        table=TABLE,
        column="share",
        message=message,
        remedy="End the row of the owner before on that day, or correct the shares; at most 1 in all.",
    )
    return findings(tables, problem, np.array(sorted(said), np.int64))


def check_for_owner_not_yet_hired(tables: Tables) -> list[Finding]:
    """Somebody owns an account before the first day of their employment (warning)."""
    rows, people = tables[TABLE], tables["people"]
    person = positions(rows["owner_id"], people["person_id"])
    hired = np.append(days(people, "hire_date"), 0)[person]
    problem = Problem(
        code="owner-not-yet-hired",
        table=TABLE,
        column="start_date",
        message=lambda row: f"owner {rows['owner_id'][row]} is employed from {day_text(hired[row])} on only",
        remedy="Correct the start, the owner or their hire_date; nobody is there until then.",
        severity="warning",
    )
    return findings(tables, problem, (person >= 0) & (days(rows, "start_date", FAR_DAY) < hired))


def check_for_owner_who_left(tables: Tables) -> list[Finding]:
    """Somebody owns an account after they left (warning): the account is an orphan from that day on."""
    rows, people = tables[TABLE], tables["people"]
    person = positions(rows["owner_id"], people["person_id"])
    left = np.append(ends(people, "leave_date"), FAR_DAY)[person]
    problem = Problem(
        code="owner-who-left",
        table=TABLE,
        column="end_date",
        message=lambda row: f"owner {rows['owner_id'][row]} left on {day_text(left[row])}",
        remedy="End the row on that day and add the owner who followed.",
        severity="warning",
    )
    return findings(tables, problem, (person >= 0) & (ends(rows, "end_date") > left))


def check_for_owner_who_does_not_count(tables: Tables) -> list[Finding]:
    """Somebody owns live accounts in a role that does not count (warning): no CSM stands for their ARR."""
    rows, roles = tables[TABLE], tables.roles
    carrying = role_word(roles.revenue)
    live, title_of = _live_accounts(tables), _latest_titles(tables)
    owned: dict[str, list[int]] = {}
    columns = zip(*(rows[name].to_pylist() for name in ("account_id", "owner_id", "role")), strict=True)
    still = ends(rows, "end_date") == FAR_DAY
    for row, (account, owner, role) in enumerate(columns):
        title = title_of.get(owner)
        counts = title is None or roles.counts(title)
        if not counts and still[row] and account in live and role_word(role or CSM) == carrying:
            owned.setdefault(owner, []).append(row)
    found: list[Finding] = []
    for owner, places in owned.items():
        title = str(title_of[owner])
        problem = Problem(
            code="owner-who-does-not-count",
            table=TABLE,
            column="owner_id",
            message=(
                f"{owner} owns {len(places)} live accounts as '{title}', a role that is not among "
                "team.csm_roles: in what is covered neither they nor the ARR of these accounts count"
            ),
            remedy=(
                f'If they are a CSM, add "{title}" = "csm" to roles under [team] in bookload.toml; '
                "else give the accounts to somebody who counts."
            ),
            severity="warning",
        )
        found += [replace(each, value=owner) for each in counted(tables, problem, places)]
    return found


def _latest_titles(tables: Tables) -> dict[str, str]:
    """Return the role of each person as written last: by positions, else by people; of leavers none."""
    people = tables["people"]
    here = ends(people, "leave_date") == FAR_DAY
    own = zip(people["person_id"].to_pylist(), people["role"].to_pylist(), here.tolist(), strict=True)
    titles = {person: role for person, role, stays in own if stays}
    for row in sorted(
        tables["positions"].select(["person_id", "from_date", "role"]).to_pylist(),
        key=lambda row: (row["from_date"] is None, row["from_date"]),
    ):
        if row["person_id"] in titles:
            titles[row["person_id"]] = row["role"] or titles[row["person_id"]]
    return {person: title for person, title in titles.items() if title and title.strip()}


def _live_accounts(tables: Tables) -> set[str]:
    """Return the accounts that are not known to have ended: all but those whose every subscription has."""
    rows = tables["subscriptions"]
    newest = int(days(rows, "start_date").max(initial=NEVER))
    lasting = ends(rows, "end_date") > newest
    accounts = rows["account_id"].to_pylist()
    going_on = {account for account, lasts in zip(accounts, lasting.tolist(), strict=True) if lasts}
    return going_on | (set(tables["accounts"]["account_id"].to_pylist()) - set(accounts))


def check_for_gap_in_ownership(tables: Tables) -> list[Finding]:
    """Between two owners of one role nobody owned an account (note, with their number)."""
    rows = tables[TABLE]
    start, end = days(rows, "start_date"), ends(rows, "end_date")
    after, since = _gaps(codes(rows["account_id"], rows["role"]), start, end)
    since_by_row = dict(zip(after.tolist(), since.tolist(), strict=True))
    problem = Problem(
        code="gap-in-ownership",
        table=TABLE,
        column="start_date",
        message=lambda row: (
            f"account {rows['account_id'][row]} had no owner from {day_text(since_by_row[row])} to this day"
        ),
        remedy="Nothing to do if it was unassigned; else correct the end before or this start.",
        severity="note",
    )
    return counted(tables, problem, np.sort(after))


def _gaps(
    groups: NDArray[np.int64], start: NDArray[np.int64], end: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the rows that follow a time without any of their group, and since when there was none."""
    some = np.flatnonzero(start < end)
    order = some[np.lexsort((start[some], groups[some]))]
    rank = np.unique(groups[order], return_inverse=True)[1]
    width = 2 * (int(np.abs(end[order]).max(initial=0)) + 1)
    latest = np.maximum.accumulate(rank * width + end[order])
    follows = np.flatnonzero(rank[1:] == rank[:-1]) + 1
    before = latest[follows - 1] - rank[follows] * width
    gap = before < start[order][follows]
    return order[follows[gap]], before[gap]
