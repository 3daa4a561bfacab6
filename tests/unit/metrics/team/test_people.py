from __future__ import annotations

import itertools
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bookload.base.access import Access
from bookload.base.period import FAR
from bookload.metrics.team.people import joined, role_word, staff
from bookload.workspace import memory
from strategies import ranges

AS_OF = date(2026, 6, 30)


def person(person_id: str = "P-01", **more: object) -> dict[str, object]:
    return {
        "person_id": person_id,
        "name": "Ada Example",
        "hire_date": date(2023, 2, 1),
        "role": "csm",
        **more,
    }


def test_without_positions_a_persons_own_columns_hold_from_the_hire_date() -> None:
    read = staff(memory({"people": [person(fte="0.5", team="North")]}, as_of=AS_OF))
    assert read.position("P-01", date(2023, 1, 31)) is None
    held = read.position("P-01", date(2023, 2, 1))
    assert held is not None
    assert (held.role, held.fte, held.team, held.dated) == ("csm", 5_000, "North", False)


def test_a_promotion_today_leaves_the_past_as_it_was() -> None:
    read = staff(
        memory(
            {
                "people": [person()],
                "positions": [{"person_id": "P-01", "from_date": AS_OF, "role": "director"}],
            },
            as_of=AS_OF,
        )
    )
    before, now = read.position("P-01", AS_OF - timedelta(days=1)), read.position("P-01", AS_OF)
    assert (before and before.role, now and now.role) == ("csm", "director")


def test_positions_that_reach_back_to_the_hire_date_leave_no_room_for_own_columns() -> None:
    read = staff(
        memory(
            {
                "people": [person(role="director")],
                "positions": [
                    {"person_id": "P-01", "from_date": date(2024, 1, 1), "role": "senior_csm"},
                    {"person_id": "P-01", "from_date": date(2023, 2, 1), "role": "csm"},
                ],
            },
            as_of=AS_OF,
        )
    )
    assert [position.role for position in read.people["P-01"].positions] == ["csm", "senior_csm"]


def test_own_columns_that_state_the_present_say_nothing_of_the_time_before_the_first_position() -> None:
    positions = [
        {"person_id": "P-01", "from_date": date(2024, 1, 1), "role": "support"},
        {"person_id": "P-01", "from_date": date(2026, 1, 1), "role": "csm"},
    ]
    present = staff(memory({"people": [person(role="CSM")], "positions": positions}, as_of=AS_OF))
    assert present.position("P-01", date(2023, 6, 1)) is None
    start = staff(memory({"people": [person(role="onboarding")], "positions": positions}, as_of=AS_OF))
    held = start.position("P-01", date(2023, 6, 1))
    assert held is not None
    assert held.role == "onboarding"


def test_nobody_holds_a_position_after_they_left_or_before_they_came() -> None:
    read = staff(
        memory(
            {
                "people": [person(role=None, leave_date=date(2025, 3, 31))],
                "positions": [{"person_id": "P-01", "from_date": date(2022, 1, 1), "role": "csm"}],
            },
            as_of=AS_OF,
        )
    )
    assert read.position("P-01", date(2023, 1, 31)) is None
    assert read.position("P-01", date(2025, 3, 30)) is not None
    assert read.position("P-01", date(2025, 3, 31)) is None
    assert read.position("P-99", AS_OF) is None
    assert [each.person_id for each in read.employed(date(2025, 3, 30))] == ["P-01"]
    assert read.employed(AS_OF) == ()


def test_somebody_without_a_role_has_no_position_and_an_open_leave_date() -> None:
    read = staff(memory({"people": [person(role=None)]}, as_of=AS_OF))
    assert read.position("P-01", AS_OF) is None
    assert read.people["P-01"].leave_date == FAR


def test_roles_are_read_as_policies_write_them() -> None:
    assert role_word(" Senior  CSM") == role_word("senior-csm") == role_word("senior_csm") == "senior_csm"


def test_a_run_of_roles_begins_with_its_first_position_and_is_broken_by_another_role() -> None:
    rows = [
        ("2023-02-01", "support"),
        ("2024-01-01", "csm"),
        ("2025-01-01", "senior_csm"),
        ("2026-01-01", "director"),
    ]
    read = staff(
        memory(
            {
                "people": [person(role=None)],
                "positions": [{"person_id": "P-01", "from_date": day, "role": role} for day, role in rows],
            },
            as_of=AS_OF,
        )
    )
    ada = read.people["P-01"]
    begun = ada.since(date(2025, 6, 1), {"csm", "senior_csm"})
    assert begun is not None
    assert begun.from_date == date(2024, 1, 1)
    assert ada.since(AS_OF, {"csm", "senior_csm"}) is None
    assert ada.since(date(2022, 6, 1), {"support"}) is None


def test_names_are_absent_for_a_reader_without_the_right_to_them() -> None:
    seen = staff(memory({"people": [person()]}, as_of=AS_OF, access=Access.of("board")))
    assert seen.people["P-01"].name is None


def test_absences_that_touch_or_overlap_are_one() -> None:
    days = [date(2026, 1, day) for day in range(1, 32)]
    assert joined([(days[9], days[19]), (days[0], days[9]), (days[4], days[6]), (days[24], days[24])]) == (
        (days[0], days[19]),
    )


@given(st.lists(ranges(longest=60), max_size=8))
def test_joined_ranges_hold_the_same_days_and_never_touch(drawn: list[tuple[date, date]]) -> None:
    def days_of(some: list[tuple[date, date]]) -> set[date]:
        return {start + timedelta(days=passed) for start, end in some for passed in range((end - start).days)}

    found = joined(drawn)
    assert days_of(list(found)) == days_of(drawn)
    assert all(before[1] < after[0] for before, after in itertools.pairwise(found))
