"""Who first came to another owner, and when: against a walk over the rows."""

from __future__ import annotations

from datetime import date

from bookload.metrics.books.handovers import first_handovers
from sized import AS_OF, Company

DAYS = (date(2024, 1, 1), date(2024, 9, 15), date(2025, 3, 1))


def company():
    made = Company()
    for name in ("A", "B", "C", "D", "E"):
        made.account(name, 1200, None)
    for name, owners in {"A": "P Q R", "B": "P P", "C": "P Q", "D": "P"}.items():
        for owner, day in zip(owners.split(), DAYS, strict=False):
            made.owned(name, owner, start_date=day, role="csm")
    made.owned("E", "P", start_date=DAYS[0], role="csm")
    made.owned("E", "Q", start_date=DAYS[1], role="support")
    return made.open()


def test_the_first_change_counts_and_neither_the_same_owner_nor_another_role():
    assert sorted(first_handovers(company(), DAYS[0])) == [("A", DAYS[1]), ("C", DAYS[1])]


def test_changes_before_the_data_is_known_or_after_the_date_are_none_yet():
    reader = company()
    assert first_handovers(reader, DAYS[2]) == [("A", DAYS[2])]
    assert first_handovers(reader.on(date(2024, 6, 30)), DAYS[0]) == []
    assert DAYS[2] < AS_OF
