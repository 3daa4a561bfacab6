from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from bookload.data.documents import Policy
from bookload.data.documents.policy import Team
from bookload.metrics.team.eligibility import WORDS, csm_count, eligible
from bookload.metrics.team.people import Staff, staff
from bookload.workspace import memory

DAY = date(2026, 6, 30)
POLICY = Policy()


def team_of(*people: dict[str, Any], absences: list[dict[str, Any]] | None = None) -> Staff:
    rows = [
        {"person_id": f"P-{number}", "name": "N", "hire_date": date(2023, 1, 1), "role": "csm", **each}
        for number, each in enumerate(people)
    ]
    return staff(memory({"people": rows, "absences": absences or []}, as_of=DAY))


def away(start: date, end: date) -> dict[str, Any]:
    return {"person_id": "P-0", "start_date": start, "end_date": end, "kind": "leave"}


def test_the_count_is_a_sum_of_full_time_over_those_who_count() -> None:
    team = team_of({}, {"fte": "0.8"}, {"role": "Senior CSM", "fte": "0.5"}, {"role": "director"})
    assert csm_count(team, DAY, POLICY) == Fraction(23, 10)


def test_every_head_that_counts_for_nothing_says_why() -> None:
    team = team_of(
        {"leave_date": date(2026, 6, 30)},
        {"role": None},
        {"role": "manager"},
        {"role": "support"},
        {"fte": "0"},
        {"hire_date": date(2026, 5, 1)},
        {"hire_date": date(2026, 7, 1)},
        {},
    )
    heads = eligible(team, DAY, POLICY)
    assert [head.reason for head in heads.values()] == [
        "not_employed",
        "no_position",
        "supervises",
        "other_role",
        "no_fte",
        "ramping",
        "not_employed",
        None,
    ]
    assert [bool(head.counted) for head in heads.values()] == [False] * 7 + [True]
    assert [head.eligible for head in heads.values()] == [False] * 5 + [True, False, True]
    assert [head.why for head in heads.values()][-1] == ""
    assert {head.why for head in heads.values()} <= {*WORDS.values(), ""}


def test_long_leave_counts_for_nothing_while_it_lasts_and_short_leave_does_not_matter() -> None:
    long = team_of({}, absences=[away(date(2026, 6, 15), date(2026, 7, 15))])
    assert eligible(long, DAY, POLICY)["P-0"].reason == "long_leave"
    assert eligible(long, date(2026, 6, 14), POLICY)["P-0"].counted == 1
    assert eligible(long, date(2026, 7, 15), POLICY)["P-0"].counted == 1
    short = team_of({}, absences=[away(date(2026, 6, 15), date(2026, 7, 14))])
    assert eligible(short, DAY, POLICY)["P-0"].counted == 1


def test_absences_that_follow_one_another_make_one_long_leave() -> None:
    team = team_of(
        {}, absences=[away(date(2026, 6, 1), date(2026, 6, 21)), away(date(2026, 6, 21), date(2026, 7, 11))]
    )
    assert eligible(team, DAY, POLICY)["P-0"].reason == "long_leave"


def test_policy_says_who_is_a_csm() -> None:
    team = team_of({"role": "Account Manager"}, {})
    policy = Policy(team=Team(csm_roles=("account_manager",)))
    assert csm_count(team, DAY, policy) == 1


def test_a_ramping_head_counts_by_the_policys_rule() -> None:
    team = team_of({"hire_date": date(2026, 5, 1), "fte": "0.5"})
    counts = {
        way: csm_count(team, DAY, Policy(team=Team(ratio_ramp=way))) for way in ("exclude", "linear", "count")
    }
    assert counts == {"exclude": 0, "linear": Fraction(60, 92) / 2, "count": Fraction(1, 2)}


def test_ten_csms_stay_ten_last_year_when_one_is_promoted_today() -> None:
    people = [
        {"person_id": f"P-{number}", "name": "N", "hire_date": date(2023, 1, 1), "role": "csm"}
        for number in range(10)
    ]
    promoted = {"person_id": "P-3", "from_date": DAY, "role": "director"}
    team = staff(memory({"people": people, "positions": [promoted]}, as_of=DAY))
    assert csm_count(team, date(2025, 6, 30), POLICY) == 10
    assert csm_count(team, DAY, POLICY) == 9
