from __future__ import annotations

from fractions import Fraction

from bookload.report.team import team
from reported import reader, tables


def with_people(role="owner"):
    rows = tables()
    rows["people"] = [
        *rows["people"],
        {"person_id": "P-7", "name": "Gil", "hire_date": "2026-05-15", "role": "csm"},
        {"person_id": "P-8", "name": "Dee", "hire_date": "2020-01-01", "role": "director"},
        {"person_id": "P-9", "name": "Sam", "hire_date": "2020-01-01", "role": "support"},
        {
            "person_id": "P-0",
            "name": "Old",
            "hire_date": "2020-01-01",
            "leave_date": "2025-12-31",
            "role": "csm",
        },
    ]
    return team(reader(role, tables=rows))


def test_who_counts_comes_first_and_who_does_not_says_why():
    found = with_people()
    assert (found.csms, found.counted) == (6, 6)
    assert set(found.left_out) == {("not ramped yet", 1), ("supervising", 1), ("in other roles", 1)}
    assert [member.counts for member in found.members] == [Fraction(1)] * 6 + [Fraction(0)] * 3
    assert all(bool(member.why_not) == (member.counts == 0) for member in found.members)


def test_who_has_left_is_not_in_the_team():
    assert "Old" not in {member.name for member in with_people().members}


def test_the_board_learns_how_many_and_not_who():
    found = with_people("board")
    assert found.members is None
    assert (found.csms, found.counted, len(found.left_out)) == (6, 6, 3)
