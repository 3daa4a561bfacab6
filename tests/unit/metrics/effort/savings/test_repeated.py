from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Any

from bookload.data.documents.policy import Effort
from bookload.metrics.effort.savings.repeated import playbook_part, repeated
from bookload.metrics.effort.savings.savings import Savings, savings
from bookload.metrics.effort.steps import read_deliveries
from bookload.report.terminal import Laid, laid
from bookload.report.topics import effort_body
from bookload.report.topics.effort import candidate_tables
from logged import company, deed

QUARTER = ("2026-04-01 00:00", "2026-05-05 10:00", "2026-06-06 10:00")


def rows(log):
    ws = company(log)
    return ws.collect(repeated(ws)).rows()


def report(start, **more):
    return deed(start, 60, subject="Usage report", **more)


def test_three_times_in_a_quarter_by_one_person_without_a_playbook():
    (row,) = rows([report(day) for day in QUARTER])
    assert (row["person_id"], row["subject"], row["times"], row["minutes"]) == (
        "P-1", "usage report", 3, 1_800_000,
    )  # fmt: skip


def test_twice_by_one_and_once_by_another_is_no_candidate():
    assert rows([report(QUARTER[0]), report(QUARTER[1]), report(QUARTER[2], person_id="P-2")]) == []


def test_three_times_across_two_quarters_is_no_candidate():
    assert rows([report("2026-03-31 10:00"), report(QUARTER[0]), report(QUARTER[1])]) == []


def test_what_followed_a_playbook_is_internal_or_has_no_subject_does_not_count():
    two = [report(QUARTER[0]), report(QUARTER[1])]
    assert rows([*two, report(QUARTER[2], playbook="standard")]) == []
    assert rows([deed(day, subject="Weekly", account=None, kind="internal") for day in QUARTER]) == []
    assert rows([deed(day) for day in QUARTER]) == []


def test_subjects_that_differ_in_dates_and_case_are_the_same():
    subjects = ("Usage Report 4/2026", "usage report 5/2026", "RE: usage report")
    log = [deed(day, subject=subject) for day, subject in zip(QUARTER, subjects, strict=True)]
    assert [row["times"] for row in rows(log)] == [3]


def test_an_activity_for_several_accounts_is_done_once():
    found = rows([report(day, account="A;B;C") for day in QUARTER])
    assert [(row["times"], row["minutes"]) for row in found] == [(3, 1_800_000)]


def test_hours_saved_a_month_are_assumed_until_both_ways_are_in_the_log():
    ws = company([report(day) for day in QUARTER], policy={"effort": {"playbook_saving": "0.25"}})
    (found,) = savings(ws, read_deliveries(ws)).playbooks
    months = Fraction(91 * 12, 365)
    assert (found.hours, found.part, found.measured) == (3 / months, Fraction(1, 4), False)
    assert found.saved == Fraction(3, 4) / months


def test_a_playbook_is_one_for_all_who_repeat_the_same_and_says_who_only_where_they_may_be_named():
    ws = company([report(day, person_id=person) for day in QUARTER for person in ("P-2", "P-1")])
    (found,) = savings(ws, read_deliveries(ws)).playbooks
    assert (found.people, found.times, found.hours) == (("P-1", "P-2"), 6, 6 / Fraction(91 * 12, 365))
    unnamed: Any = effort_body.candidate_body([found])
    named: Any = effort_body.candidate_body([found], named=True)
    assert (unnamed[0]["people"], "person_ids" in unnamed[0]) == (2, False)
    assert named[0]["person_ids"] == ["P-1", "P-2"]
    for may, who in ((False, "2 people"), (True, "P-1, P-2")):
        listed = laid(candidate_tables(Savings((found,), (), (), ()), named=may)[0])
        assert isinstance(listed, Laid)
        assert listed.rows[0][3] == who


def test_a_saving_is_measured_from_ten_with_a_playbook_and_ten_without():
    log = [deed(minutes=60), deed(minutes=40, playbook="standard")]
    terms = Effort()
    assert playbook_part("call", read_deliveries(company(log * 9)), terms) == (Fraction("0.20"), False)
    assert playbook_part("call", read_deliveries(company(log * 10)), terms) == (Fraction(1, 3), True)


def test_a_playbook_that_takes_longer_saves_nothing_and_is_no_candidate():
    log = [deed(minutes=40), deed(minutes=60, playbook="standard")] * 10
    assert playbook_part("call", read_deliveries(company(log)), Effort()) == (Fraction(0), True)
    ws = company([*log, *(report(day) for day in QUARTER)])
    assert savings(ws, read_deliveries(ws)).playbooks == ()


def test_candidates_are_those_of_a_loop_over_the_log():
    subjects = ("Check-in", "check in 2", "Quick sync", None)
    log: list[Any] = [
        deed(
            f"2026-0{1 + number % 6}-{1 + number % 28:02d} 10:00",
            subject=subjects[number % 4],
            person_id=f"P-{number % 3}",
            kind=("call", "email")[number % 2],
        )
        for number in range(70)
    ]
    counted = Counter(
        (row["person_id"], row["kind"], "quick sync" if "Quick" in str(row["subject"]) else "check in",
         (row["start_at"].month - 1) // 3)
        for row in log
        if row["subject"] is not None
    )  # fmt: skip
    expected = sorted((*key[:3], times) for key, times in counted.items() if times >= 3)
    found = sorted((row["person_id"], row["kind"], row["subject"], row["times"]) for row in rows(log))
    assert found == expected
