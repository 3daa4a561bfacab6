"""The sheets of levers and scenarios: their formulas come to the figures that planning computed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
import xlsxwriter

from bookload.base.access import Access
from bookload.data.documents import Scenario
from bookload.planning.plan.levers import LeverPlan
from bookload.planning.plan.scenarios import Comparison, WhatIf
from bookload.report.explain.levers import lever_hours
from bookload.report.terminal import Laid, laid
from bookload.report.topics import levers as lever_topic
from bookload.report.topics import scenarios as scenario_topic
from bookload.report.workbook.sheet import Names, Sheet
from bookload.report.workbook.sheets import levers, scenarios
from bookload.report.workbook.style import Styles
from formulas import Recomputed
from levered import activity, company, effect, lever

WORK = [activity("Plan", points=0, times=2), activity("Call", points=3, times=4)]
LEVERS = [
    lever("Tool", "automate", "Plan", saves=effect(0.6), one_off=300, running=120),
    lever("Playbook", "shorten", "Call", "Plan", saves=effect(0.2), one_off_each=100, running_each=12),
    lever("Fewer calls", "less_often", "Call", times="0.5"),
]
WHAT_IF = {
    "name": "=cmd|'x'!A1",
    "sentence": "?",
    "activities": {"Call": {"times": 2}},
    "hires": [{"role": "csm", "date": date(2026, 8, 1)}],
    "growth_per_year": {"all": Decimal("0.2")},
    "results": {"half": "= need / 2"},
}


@dataclass(frozen=True)
class Shown:
    levers: LeverPlan
    comparison: Comparison


@pytest.fixture(scope="module")
def reader():
    return company(WORK, LEVERS)


@pytest.fixture(scope="module")
def shown(reader):
    what_if = WhatIf("what-if", Scenario.model_validate(WHAT_IF))
    return Shown(reader.levers(Fraction(900)), reader.compare([what_if], 2))


def test_a_lever_of_one_activity_is_not_called_by_it_twice(shown):
    pull = replace(shown.levers.pulls[0], activity="Plan", levers=("Tool: Plan", "A hub", "Playbook: Plans"))
    parts = lever_topic.tables(replace(shown.levers, pulls=(pull,)), Access(), "USD")
    (best,) = [part for part in map(laid, parts) if isinstance(part, Laid) and "best set" in str(part.title)]
    assert best.rows[0][:2] == ("Plan", "Tool + A hub + Playbook: Plans")


@pytest.mark.parametrize(("sheet", "of", "least"), [(levers, "levers", 20), (scenarios, "comparison", 30)])
def test_every_formula_comes_to_the_value_that_stands_in_its_cell(sheet, of, least, shown, tmp_path):
    path = tmp_path / "sheet.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = Sheet(book.add_worksheet(sheet.NAME), Styles(book, "USD"), Names(book))
    sheet.fill(page, getattr(shown, of), "USD")
    book.close()
    counted = 0
    for _, cell, formula, stands, again in Recomputed(path).all_formulas():
        counted += 1
        if isinstance(stands, str) or isinstance(again, str):
            assert stands == again, f"{cell} {formula}"
        else:
            assert stands == pytest.approx(again, rel=1e-9, abs=1e-6), f"{cell} {formula}"
    assert counted > least


def test_the_hours_freed_open_to_activities_roles_the_floor_and_an_account(reader):
    found = lever_hours(reader, None, reader.company.levers)
    plan = reader.levers()
    assert found.value == f"{float(plan.freed):,.1f}"
    pulls, accounts, roles, floors = found.steps
    assert [len(step.rows) for step in (pulls, roles, floors)] == [
        len(plan.pulls),
        len(plan.roles),
        len(plan.floors),
    ]
    assert accounts.total == pulls.total
    one = lever_hours(reader, "A-0", reader.company.levers)
    assert [row[0] for row in one.steps[1].rows] == ["Call", "Plan"]


def test_json_says_what_the_plan_says(reader, shown):
    body: Any = lever_topic.body(shown.levers, reader.access)
    assert body["hours_freed"] == float(shown.levers.freed)
    assert body["cost"] == f"{float(shown.levers.cost):.2f}"
    assert {each["lever"] for each in body["alone"]} == {"Tool", "Playbook", "Fewer calls"}
    beside: Any = scenario_topic.body(shown.comparison)
    (need,) = [row for row in beside["scenarios"][0]["figures"] if row["figure"] == "need"]
    assert need["difference"] == pytest.approx(sum(need["bridge"].values()) + need["interaction"])
    assert beside["scenarios"][0]["results"]["half"]["value"] == pytest.approx(need["value"] / 2)


def test_terminals_get_tables(reader, shown):
    assert len(lever_topic.tables(shown.levers, reader.access, "USD")) >= 6
    assert len(scenario_topic.tables(shown.comparison, "USD")) >= 4
