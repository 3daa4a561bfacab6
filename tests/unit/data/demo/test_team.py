"""Who works there: fourteen people, what they do, what they earn, and when they are away."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise

from bookload.data.demo import THROUGH, Company

LAST = THROUGH.isoformat()


def position(company: Company, person_id: str, day: str) -> dict[str, str]:
    held = [
        row
        for row in company.tables["positions"]
        if row["person_id"] == person_id and row["from_date"] <= day
    ]
    return dict(max(held, key=lambda row: row["from_date"]))


def present(company: Company, day: str) -> list[str]:
    return [
        row["person_id"]
        for row in company.tables["people"]
        if row["hire_date"] <= day and (not row["leave_date"] or day < row["leave_date"])
    ]


def test_fourteen_people_are_there_and_two_have_left(company: Company) -> None:
    assert len(present(company, LAST)) == 14
    assert sum(bool(row["leave_date"]) for row in company.tables["people"]) == 2


def test_the_roles_are_those_of_a_team(company: Company) -> None:
    roles = Counter(position(company, person_id, LAST)["role"] for person_id in present(company, LAST))
    assert roles == {"director": 1, "manager": 1, "senior_csm": 2, "csm": 7, "onboarding": 2, "support": 1}


def test_two_are_still_ramping_and_one_is_part_time(company: Company) -> None:
    ramping = [row for row in company.tables["people"] if "2026-03-31" < row["hire_date"] <= LAST]
    part_time = [one for one in present(company, LAST) if position(company, one, LAST)["fte"] != "1"]
    assert len(ramping) == 2
    assert [position(company, one, LAST)["fte"] for one in part_time] == ["0.6"]


def test_a_csm_became_senior_and_a_senior_became_manager(company: Company) -> None:
    steps = set()
    for person in company.tables["people"]:
        roles = [
            row["role"] for row in company.tables["positions"] if row["person_id"] == person["person_id"]
        ]
        dates = [
            row["from_date"] for row in company.tables["positions"] if row["person_id"] == person["person_id"]
        ]
        steps |= {pair for pair, day in zip(pairwise(roles), dates[1:], strict=True) if day > "2023-07-01"}
    assert {("csm", "senior_csm"), ("senior_csm", "manager")} <= steps


def test_positions_begin_with_employment_and_managers_are_people(company: Company) -> None:
    hired = {row["person_id"]: row["hire_date"] for row in company.tables["people"]}
    first: dict[str, str] = {}
    for row in company.tables["positions"]:
        first.setdefault(row["person_id"], row["from_date"])
    assert first == hired
    assert {row["manager_id"] for row in company.tables["people"]} - {""} <= set(hired)


def test_pay_is_plausible_and_never_falls(company: Company) -> None:
    paid = defaultdict(list)
    for row in company.tables["pay"]:
        assert 0 < float(row["base"]) <= float(row["ote"])
        paid[row["person_id"]].append((row["from_date"], float(row["ote"])))
    hired = {row["person_id"]: row["hire_date"] for row in company.tables["people"]}
    for person_id, steps in paid.items():
        assert steps[0][0] == hired[person_id]
        assert [ote for _, ote in steps] == sorted(ote for _, ote in steps)
    assert {row["currency"] for row in company.tables["pay"]} == {"USD", "EUR", "GBP"}


def test_the_mean_ote_of_csms_is_about_a_hundred_and_five_thousand_dollars(company: Company) -> None:
    dollars = {"USD": 1.0, "EUR": 1.1394, "GBP": 1.3221}  # the European Central Bank on 30 June 2026
    otes = []
    for person_id in present(company, LAST):
        if position(company, person_id, LAST)["role"] in ("csm", "senior_csm"):
            row = max(
                (
                    row
                    for row in company.tables["pay"]
                    if row["person_id"] == person_id and row["from_date"] <= LAST
                ),
                key=lambda row: row["from_date"],
            )
            otes.append(float(row["ote"]) * dollars[row["currency"]])
    mean = sum(otes) / len(otes)
    print(f"mean OTE {mean:,.0f} dollars")  # noqa: T201 - the figure, with -s
    assert 100_000 <= mean <= 112_000


def test_nobody_is_away_twice_at_once_but_for_the_mess(company: Company) -> None:
    mess = {accident.key for accident in company.accidents if accident.table == "absences"}
    assert len(mess) == 1
    for person in company.tables["people"]:
        away = [row for row in company.tables["absences"] if row["person_id"] == person["person_id"]]
        spells = sorted(
            (row["start_date"], row["end_date"])
            for row in away
            if (row["person_id"], row["start_date"]) not in mess
        )
        assert all(start < end for start, end in spells)
        assert all(before[1] <= after[0] for before, after in pairwise(spells))


def test_people_are_away_while_employed_and_about_as_long_as_people_are(company: Company) -> None:
    employed = {
        row["person_id"]: (row["hire_date"], row["leave_date"] or "9") for row in company.tables["people"]
    }
    days = 0
    for row in company.tables["absences"]:
        start, end = employed[row["person_id"]]
        assert start <= row["start_date"]
        assert row["end_date"] <= end
        if row["start_date"][:4] == "2025" and row["kind"] != "parental":
            days += (date.fromisoformat(row["end_date"]) - date.fromisoformat(row["start_date"])).days
    assert 18 <= days / 13 <= 45  # days of the calendar, of thirteen people


def test_one_person_was_on_long_leave_for_half_a_year(company: Company) -> None:
    long = [row for row in company.tables["absences"] if row["kind"] == "parental"]
    assert [(row["start_date"], row["end_date"]) for row in long] == [("2025-01-13", "2025-07-14")]


def test_the_pool_has_members_who_are_employed(company: Company) -> None:
    employed = {
        row["person_id"]: (row["hire_date"], row["leave_date"] or "9") for row in company.tables["people"]
    }
    for row in company.tables["pools"]:
        start, end = employed[row["person_id"]]
        assert start <= row["from_date"]
        assert (row["to_date"] or LAST) <= end
    assert sum(not row["to_date"] for row in company.tables["pools"]) == 3
