from __future__ import annotations

import pyarrow as pa
import pytest

from bookload.data.ingest.sources.calendar.meeting import INTERNAL
from bookload.metrics.effort.shares import shared
from logged import at, by_account, company, deed


def rows(log, **more):
    ws = company(log, **more)
    return ws.collect(shared(ws)).rows()


@pytest.mark.parametrize(
    ("minutes", "shares"),
    [
        ("10", [33334, 33333, 33333]),
        ("0.0002", [2, 0, 0]),
        ("0", [0, 0, 0]),
        ("0.0003", [1, 1, 1]),
        (None, [None, None, None]),
    ],
)
def test_several_accounts_share_the_minutes_and_the_first_gets_what_is_left(minutes, shares):
    found = {row["account_id"]: row for row in rows([deed(minutes=minutes, account="A;B;C")])}
    assert [found[name]["minutes"] for name in "ABC"] == shares
    assert [found[name]["activities"] for name in "ABC"] == [1, 0, 0]
    assert {row["among"] for row in found.values()} == {3}


def test_a_list_with_blanks_and_empty_names_loses_no_minute():
    log = [
        deed(minutes=100, account=" A ;; B"),
        deed(minutes=7, account="A;A"),
        deed(minutes=1, account=None),
    ]
    sums: dict[object, int] = {}
    for row in rows(log):
        sums[row["account_id"]] = sums.get(row["account_id"], 0) + row["minutes"]
    assert sums == by_account(log)
    assert sum(sums.values()) == 1_080_000


def test_what_is_for_no_account_is_internal_or_unexplained_and_never_spread():
    log = [
        deed(account=None, kind="internal"),
        deed(account=None, kind="team day"),
        deed(account=None),
        deed(kind="internal"),
    ]
    found = rows(log, policy={"effort": {"internal_kinds": ["internal", "team day"]}})
    assert sorted((row["kind"], row["place"]) for row in found) == [
        ("call", "unexplained"),
        ("internal", "account"),
        ("internal", "internal"),
        ("team day", "internal"),
    ]
    assert all(row["minutes"] == 300_000 for row in found)


def test_a_calendars_meeting_among_colleagues_is_internal_without_a_word_of_policy():
    found = rows([deed(account=None, kind=INTERNAL), deed(account=None, kind="internal")])
    assert {row["place"] for row in found} == {"internal"}


def test_an_activity_of_unknown_length_is_counted_once_and_as_unknown():
    found = rows([deed(minutes=None, account="A;B"), deed()])
    assert sum(row["activities"] for row in found) == 2
    assert sum(row["unknown"] for row in found) == 1


def test_the_journeys_stage_stands_where_the_log_states_none():
    ws = company(
        [deed("2026-03-04 10:00"), deed("2026-03-05 00:00"), deed(stage="renewal"), deed(account="B")]
    )
    instant = pa.timestamp("us", tz="UTC")
    spells = pa.table(
        {
            "account_id": ["A", "A"],
            "stage": ["onboarding", "steady"],
            "from_at": pa.array([at("2026-01-01 00:00"), at("2026-03-05 00:00")], instant),
            "to_at": pa.array([at("2026-03-05 00:00"), at("2026-04-01 00:00")], instant),
        }
    )
    found = ws.collect(shared(ws, ws.given("spells", spells))).rows()
    assert sorted((row["account_id"], str(row["stage"])) for row in found) == [
        ("A", "onboarding"),
        ("A", "renewal"),
        ("A", "steady"),
        ("B", "None"),
    ]
