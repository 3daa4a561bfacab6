from __future__ import annotations

from fractions import Fraction

from bookload.metrics.effort.savings.savings import savings
from bookload.metrics.effort.steps import read_deliveries
from logged import company, deed


def test_an_empty_log_has_no_candidates():
    ws = company([])
    assert savings(ws, read_deliveries(ws)).all == ()


def test_no_candidate_takes_more_hours_than_the_log_has():
    log = [
        deed(f"2026-06-{1 + number % 30:02d} 10:00", 30 + number, "ABC"[number % 3], subject="Check-in",
             direction="outbound", channel=("call", "e-mail")[number % 2])
        for number in range(60)
    ]  # fmt: skip
    ws = company(log, policy={"effort": {"group_size": 2}})
    found = savings(ws, read_deliveries(ws))
    assert {each.way for each in found.all} == {"playbook", "one_to_many", "automate"}
    hours = Fraction(sum(30 + number for number in range(60)), 60) * 365 / (30 * 12)
    for ways in (found.playbooks, found.one_to_many, found.automated):
        assert sum(each.hours for each in ways) <= hours
        assert all(0 < each.saved <= each.hours for each in ways)
