from __future__ import annotations

from datetime import date

import pytest

from bookload.base.access import Access
from bookload.base.errors import UsageError
from bookload.data.tables import unbound
from bookload.metrics.team.people import staff
from bookload.workspace import memory

AS_OF = date(2026, 6, 30)
PEOPLE = [
    {"person_id": "P-1", "name": "Ada", "hire_date": "2024-01-01", "role": "csm"},
    {"person_id": "P-2", "name": "Ben", "hire_date": "2025-01-01", "role": "csm", "fte": "0.5"},
]
PAY = [{"person_id": "P-1", "from_date": "2024-01-01", "base": 1, "ote": 2, "currency": "USD"}]


def reader(access=None):
    return memory({"people": PEOPLE, "pay": PAY}, as_of=AS_OF, access=access)


def test_a_row_with_a_known_key_changes_what_it_states_and_nothing_else():
    changed = reader().with_rows({"people": [{"person_id": "P-2", "leave_date": date(2026, 9, 1)}]})
    (ada, ben) = staff(changed).people.values()
    assert (ben.leave_date, ben.name, ben.positions[0].fte) == (date(2026, 9, 1), "Ben", 5_000)
    assert ada == staff(reader()).people["P-1"]


def test_any_other_row_is_added_with_the_defaults_of_its_table():
    added = {"person_id": "P-3", "name": "Cy", "hire_date": date(2026, 8, 1), "role": "csm"}
    changed = reader().with_rows({"people": [added]})
    assert list(staff(changed).people) == ["P-1", "P-2", "P-3"]
    assert staff(changed).people["P-3"].positions[0].fte == 10_000


def test_the_company_itself_stays_as_it_was():
    base = reader()
    base.with_rows({"people": [{"person_id": "P-1", "leave_date": AS_OF}]})
    assert staff(base).people["P-1"].employed(AS_OF)


def test_who_has_no_right_to_pay_or_names_gets_none_from_a_what_if():
    board = reader(Access.of("operations")).with_rows({"pay": [{**PAY[0], "ote": 9}]})
    assert board.pay().on(AS_OF, "ote", {"P-1": 10_000}).total() is None
    rows = reader(Access.of("board")).with_rows({"people": [{"person_id": "P-1", "fte": "0.8"}]})
    assert {row["name"] for row in rows.collect(unbound("people").select("name")).rows()} == {None}


def test_pay_of_a_what_if_is_read_by_who_may():
    changed = reader().with_rows({"pay": [{**PAY[0], "ote": 9}]})
    assert changed.pay().on(AS_OF, "ote", {"P-1": 10_000}).total() == 9_000_000


def test_other_tables_are_refused():
    with pytest.raises(UsageError, match="unknown table of a scenario 'subscriptions'"):
        reader().with_rows({"subscriptions": []})
