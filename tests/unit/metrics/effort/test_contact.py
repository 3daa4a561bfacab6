from __future__ import annotations

from datetime import date

import pytest

from bookload.base.access import Access
from bookload.metrics.effort.contact import last_contacts, quiet, quiet_renewals
from logged import AS_OF, account, company, deed, price

ACCOUNTS = [account(name) for name in "ABC"]
OWNED = [{"account_id": name, "owner_id": "P-1", "start_date": "2025-01-01", "role": "csm"} for name in "AB"]


def silent(*log, renewals=None, **more):
    prices = [
        price(
            name,
            100,
            renewal_date=(renewals or {}).get(name),
            auto_renew=(renewals or {}).get(name) and False,
        )
        for name in "ABC"
    ]
    return company(log, accounts=ACCOUNTS, subscriptions=prices, ownership=OWNED, **more)


def test_the_last_contact_is_the_last_activity_for_the_account_alone_or_among_others():
    reader = silent(
        deed("2026-03-01 10:00", 10, "A"),
        deed("2026-05-02 10:00", 10, "A; B"),
        deed("2026-06-01 10:00", 10, None),
        deed("2026-07-01 00:00", 10, "A"),
    )
    assert last_contacts(reader) == {"A": date(2026, 5, 2), "B": date(2026, 5, 2)}


def test_a_contact_late_in_the_evening_is_of_the_companys_day():
    reader = silent(deed("2026-05-02 22:30", 10, "A"), policy={"company": {"time_zone": "Europe/Berlin"}})
    assert last_contacts(reader) == {"A": date(2026, 5, 3)}


@pytest.mark.parametrize(("spoken", "listed"), [("2026-05-01", True), ("2026-05-02", False)])
def test_an_account_is_quiet_once_the_days_are_over(spoken, listed):
    reader = silent(deed(f"{spoken} 10:00", 10, "A"), deed("2026-06-29 10:00", 10, "B;C"))
    assert [each.account_id for each in quiet(reader) or ()] == (["A"] if listed else [])


def test_one_that_nobody_ever_spoke_to_is_quiet_and_says_never():
    found = quiet(silent(deed("2026-06-29 10:00", 10, "A;B")))
    assert found is not None
    assert [(each.account_id, each.last, each.owners) for each in found] == [("C", None, ())]


def test_without_a_log_nothing_is_said_of_contact():
    reader = silent()
    assert (quiet(reader), quiet_renewals(reader)) == (None, None)


def test_renewals_come_first_by_their_day_and_only_those_that_somebody_has_to_sign():
    reader = silent(
        deed("2026-06-29 10:00", 10, "C"),
        deed("2026-05-30 10:00", 10, "A"),
        renewals={"A": "2026-10-28", "B": "2026-08-01", "C": "2026-07-15"},
    )
    found = quiet_renewals(reader) or ()
    assert [(each.account_id, each.due) for each in found] == [
        ("B", date(2026, 8, 1)),
        ("A", date(2026, 10, 28)),
    ]
    later = silent(deed("2026-05-30 10:00", 10, "A"), renewals={"A": "2026-10-29"})
    assert "A" not in [each.account_id for each in quiet_renewals(later) or ()]


def test_who_sees_one_book_sees_its_accounts_and_their_own_contact_alone():
    reader = silent(
        deed("2026-06-29 10:00", 10, "A"),
        deed("2026-06-29 10:00", 10, "B", person_id="P-2"),
        access=Access.of("csm", "P-1"),
        people=[{"person_id": name, "name": name} for name in ("P-1", "P-2")],
    )
    assert [each.account_id for each in quiet(reader) or ()] == ["B"]
    assert reader.as_of == AS_OF
