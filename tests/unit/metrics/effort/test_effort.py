from __future__ import annotations

from bookload.base.access import Access
from bookload.metrics.effort.effort import effort
from logged import company, deed, price

LOG = [
    deed("2026-04-01 00:00", 30, stage="steady"),
    deed("2026-05-06 10:00", 45, "B", stage="onboarding"),
    deed("2026-05-07 10:00", 15, None, kind="internal"),
]


def test_one_page_adds_up_however_it_is_looked_at():
    found = effort(company(LOG, subscriptions=[price("A", 10)])).hours
    assert found is not None
    assert sum(row.minutes for row in found.places) == 900_000
    for_accounts = sum(row.minutes for row in found.places if row.place == "account")
    assert for_accounts == sum(step.minutes for step in found.steps) == sum(s.minutes for s in found.stages)
    assert found.against is not None
    assert for_accounts == found.against.minutes + found.against.unpaid_minutes


def test_an_empty_log_says_nothing():
    found = effort(company([]))
    assert (found.span, found.hours, found.team) == (None, None, None)


def test_who_may_not_see_peoples_time_gets_no_part_of_it():
    found = effort(company(LOG, access=Access.of("finance")))
    assert found.hours is None
    assert found.team is not None
    assert all(row.quarters == 0 for row in found.team)


def test_a_csm_gets_their_own_hours():
    own = [*LOG, deed("2026-05-08 10:00", 100, person_id="P-2")]
    found = effort(company(own, access=Access.of("csm", "P-2"))).hours
    assert found is not None
    assert sum(row.minutes for row in found.places) == 1_000_000
