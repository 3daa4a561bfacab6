from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from bookload.base.period import FAR
from bookload.data.documents import Journey
from bookload.planning.journey.lives import LONG_AGO, Life, event_kinds, lives, lives_of, roster_of
from bookload.workspace import memory

AS_OF = date(2026, 6, 30)


def paid(account="A-1", start="2025-01-01", end=None, **more):
    row = {
        "subscription_id": f"S-{account}-{start}",
        "account_id": account,
        "start_date": start,
        "end_date": end,
    }
    return {**row, "amount": 100, "interval": "month", "currency": "USD", **more}


def read(rows, events=(), accounts=(), known_from=None, **journey):
    named = [{"account_id": row["account_id"], "name": "x", **row} for row in accounts]
    tables = {"subscriptions": rows, "account_events": list(events), "accounts": named}
    stages = Journey.model_validate(journey)
    return lives(memory(tables, as_of=AS_OF, journey=stages, known_from=known_from))


def test_rows_that_follow_or_overlap_are_one_stretch_of_life():
    rows = [
        paid(end="2025-06-01"),
        paid(start="2025-06-01", end="2026-01-01"),
        paid(start="2025-12-01", line_id="L2"),
    ]
    (life,) = read(rows)
    assert (life.live, life.started) == (((date(2025, 1, 1), FAR),), date(2025, 1, 1))


def test_a_gap_is_two_stretches_and_the_first_day_stays():
    (life,) = read([paid(end="2025-06-01"), paid(start="2026-01-01")])
    assert life.live == ((date(2025, 1, 1), date(2025, 6, 1)), (date(2026, 1, 1), FAR))
    assert life.started == date(2025, 1, 1)


def test_what_ends_after_as_of_has_no_end_and_what_starts_after_it_is_not_there():
    (life,) = read([paid(end="2026-07-15"), paid("A-2", start="2026-07-01")])
    assert (life.account_id, life.live) == ("A-1", ((date(2025, 1, 1), FAR),))


def test_rows_of_no_amount_and_pauses_make_no_account_live():
    assert read([paid(amount=0), paid("A-2", status="paused"), paid("A-3", kind="one_time")]) == ()


def test_who_was_live_on_the_first_day_known_was_there_before():
    first = "2026-06-30"
    known = {"known_from": date(2026, 6, 30)}
    old, older = read(
        [paid(start=first), paid("A-2", start=first)],
        accounts=[{"account_id": "A-1"}, {"account_id": "A-2", "created_date": "2024-02-01"}],
        **known,
    )
    assert (old.started, old.live) == (LONG_AGO, ((LONG_AGO, FAR),))
    assert (older.started, older.live) == (date(2024, 2, 1), ((date(2024, 2, 1), FAR),))


def test_who_came_after_the_first_day_known_came_then():
    accounts = [{"account_id": "A-1", "created_date": "2026-06-10"}]
    (life,) = read([paid(start="2026-06-12")], accounts=accounts, known_from=date(2026, 6, 1))
    assert life.started == date(2026, 6, 12)


def test_only_events_that_the_journey_looks_at_are_read_and_none_after_as_of():
    events = [
        {"account_id": "A-1", "at": "2026-05-01", "kind": "go_live", "value": None},
        {"account_id": "A-1", "at": "2026-07-01", "kind": "go_live", "value": None},
        {"account_id": "A-1", "at": "2026-05-01", "kind": "health", "value": "red"},
    ]
    (life,) = read([paid()], events, stages=[{"name": "onboarding", "until_event": "go_live"}])
    assert life.events == {"go_live": [(date(2026, 5, 1), None)]}


def test_the_kinds_of_events_that_a_journey_looks_at():
    minutes = {"low": 1, "likely": 1, "high": 1}
    journey = Journey.model_validate(
        {
            "stages": [
                {"name": "a", "from_event": "go_live"},
                {"name": "b", "until_event": "signed"},
                {"name": "c", "event": "live"},
                {"name": "d", "health": ["red"]},
            ],
            "activities": [{"name": "x", "stage": "a", "minutes": minutes, "per_unit": {"seats": 2}}],
        }
    )
    assert event_kinds(journey) == {"go_live", "signed", "stage", "health", "seats"}
    assert event_kinds(Journey()) == set()


def test_the_latest_event_by_a_day_and_the_next_renewal():
    events = {"health": [(date(2026, 1, 1), "red"), (date(2026, 3, 1), "green")]}
    life = Life("A-1", (), date(2025, 1, 1), (date(2026, 2, 1), date(2027, 2, 1)), events)
    assert life.latest("health", date(2025, 12, 31)) is None
    assert life.latest("health", date(2026, 2, 28)) == (date(2026, 1, 1), "red")
    assert life.latest("health", date(2026, 3, 1)) == (date(2026, 3, 1), "green")
    days = np.array([date(2026, 2, 1).toordinal(), date(2027, 2, 2).toordinal()])
    renewals = roster_of([life]).next_renewal(np.array([0, 0]), days)
    assert renewals.tolist() == [date(2026, 2, 1).toordinal(), -1]


def test_a_roster_and_lives_say_the_same():
    events = {"health": [(date(2026, 1, 1), None), (date(2026, 3, 1), "green")], "go_live": []}
    there = (
        Life("A-1", ((date(2025, 1, 1), date(2025, 2, 1)), (date(2026, 1, 1), FAR)), date(2025, 1, 1)),
        Life("A-2", ((LONG_AGO, FAR),), LONG_AGO, (date(2026, 2, 1), date(2027, 2, 1)), events),
    )
    assert lives_of(roster_of(there)) == (there[0], replace(there[1], events={"health": events["health"]}))


def row(start, end=None, renewal=None, status="active", line="L1"):
    row = paid(start=str(start), end=end and str(end), subscription_id="S-1", line_id=line, status=status)
    return {**row, "renewal_date": renewal}


def renewals_of(rows):
    """The renewals that rows of one account tell, of which one more keeps the account live."""
    (life,) = read([*rows, paid(subscription_id="L", start="2020-01-01", **KEEPS)], **RENEWING)
    return list(life.renewals)


RENEWING = {"stages": [{"name": "renewal", "days_to_renewal": [0, 30]}]}
KEEPS = {"kind": "recurring", "end": "2299-12-31"}


def test_stated_renewals_are_the_renewals():
    stated = date(2026, 9, 1)
    assert renewals_of([row(date(2025, 1, 1), date(2026, 1, 1)), row(date(2026, 1, 1), None, stated)]) == [
        stated
    ]


def test_without_any_the_end_of_a_row_is_one_unless_a_change_of_price_closed_it():
    changed, term = date(2025, 3, 14), date(2026, 1, 1)
    rows = [row(date(2025, 1, 1), changed), row(changed, term)]
    assert renewals_of(rows) == [term]


def test_a_row_of_whole_years_that_the_next_follows_was_renewed():
    rows = [row(date(2024, 1, 1), date(2026, 1, 1)), row(date(2026, 1, 1))]
    assert renewals_of(rows) == [date(2026, 1, 1)]


def test_a_trial_renews_nothing():
    assert renewals_of([row(date(2025, 1, 1), date(2025, 1, 15), status="trialing")]) == []


def test_renewals_are_read_where_a_stage_asks_for_them():
    rows = [paid(renewal_date="2026-09-01"), paid("A-2", end="2027-01-01")]
    one, other = read(rows, stages=[{"name": "renewal", "days_to_renewal": [0, 90]}])
    assert (one.renewals, other.renewals) == ((date(2026, 9, 1),), (date(2027, 1, 1),))
    assert [life.renewals for life in read(rows)] == [(), ()]


def test_rows_that_are_worth_nothing_renew_nothing_and_nobody_is_live():
    assert read([{**row(date(2025, 1, 1), date(2026, 1, 1)), "amount": 0}], **RENEWING) == ()
