"""The plan on a sheet, in a chart and opened: the figures are the plan's own."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
import xlsxwriter

from bookload.base.access import Access
from bookload.base.errors import UsageError
from bookload.planning.plan.hiring import Bill, Cover, HiringPlan, Programme, Search, Together, Way
from bookload.report.charts.plan import chance_of_cover
from bookload.report.explain.plan import opened
from bookload.report.topics.plan import tables
from bookload.report.workbook.sheet import Names, Sheet
from bookload.report.workbook.sheets import plan as sheet
from bookload.report.workbook.style import Styles
from formulas import Recomputed
from planned import AS_OF, NEXT

BILL = Bill(
    "csm", 2, Fraction(12), 5.0, 40.0, Fraction(100), Fraction(30), Fraction(7), Fraction(9), Fraction(137)
)
PLAN = HiringPlan(
    as_of=AS_OF,
    months=(NEXT, NEXT + 1),
    roles=("csm",),
    cover=Fraction(4, 5),
    joint_cover=Fraction(4, 5),
    fitted=100,
    judged=400,
    first={"csm": NEXT + 1},
    first_together=NEXT + 1,
    searches=(Search("csm", NEXT, NEXT + 1, 2),),
    rows=(
        Cover(NEXT, "csm", 150.0, 100.0, 0.0, 0.0, 0.1, 0.1, None, 50.0),
        Cover(NEXT + 1, "csm", 150.0, 100.0, 50.0, 0.5, 0.85, 0.1, True, 1.0),
    ),
    together=(Together(NEXT, 0.1, 0.1, None), Together(NEXT + 1, 0.85, 0.1, True)),
    whole=0.85,
    unmet=(),
    ways=(Way("plan", (), (BILL,), {"csm": 0.85}, 0.85),),
    programmes=(Programme("csm", Fraction(18), 0.5, 18.5, 18.4, 0.0054, 15.0),),
    gap=0.0054,
    stopped=False,
    revenue_role="csm",
    pay_basis={"csm": "role"},
)


def test_the_chart_draws_both_chances_and_the_level():
    made = chance_of_cover(PLAN.rows, 0.8, title="Cover", description="Chance of enough cover")
    assert [layer["mark"]["type"] for layer in made.spec["layer"]] == ["rule", "line", "line"]
    assert {"month": str(NEXT + 1), "plan": 0.85, "without": 0.1} in drawn(made.spec)
    assert {"level": 0.8} in drawn(made.spec)
    svg = made.svg("plan")
    assert "Cover" in svg
    assert all(f">{share}%<" in svg for share in (0, 20, 40, 60, 80, 100))


def drawn(spec):
    """Return all rows that a chart draws."""
    return [row for rows in spec["datasets"].values() for row in rows]


def test_hires_open_to_what_is_needed_and_to_how_near_the_plan_is():
    found = opened(PLAN, None)
    assert found.value == "2"
    needed, near, searches = found.steps
    assert [row[0] for row in needed.rows] == [str(NEXT + 1)]
    assert near.rows[0][3:] == (18.5, 18.4, 0.0054)
    assert searches.rows == (("csm", 2, str(NEXT), str(NEXT + 1)),)
    assert opened(replace(PLAN, searches=()), "csm").value == "0"


def test_months_before_the_level_can_hold_are_told_and_one_alone_is_no_span():
    lines = [part for part in tables(PLAN, Access(), "USD") if isinstance(part, str)]
    assert any(line.startswith(f"csm: 50 h short in {NEXT}, before") for line in lines)
    early = replace(PLAN, rows=(PLAN.rows[0], replace(PLAN.rows[0], month=NEXT + 1)))
    lines = [part for part in tables(early, Access(), "USD") if isinstance(part, str)]
    assert any(line.startswith(f"csm: 100 h short in {NEXT} to {NEXT + 1}, before") for line in lines)


def test_a_role_that_the_plan_does_not_have_is_refused():
    with pytest.raises(UsageError, match="allowed: csm"):
        opened(PLAN, "support")


@pytest.mark.parametrize(("role", "formulas"), [("owner", 6), ("operations", 5)])
def test_every_formula_of_the_sheet_comes_to_the_value_that_stands_in_its_cell(role, formulas, tmp_path):
    path = tmp_path / "plan.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = Sheet(book.add_worksheet(sheet.NAME), Styles(book, "USD"), Names(book))
    sheet.fill(page, PLAN, Access.of(role), "USD")
    book.close()
    found = list(Recomputed(path).all_formulas())
    assert len(found) == formulas
    for _, place, formula, stands, again in found:
        assert stands == pytest.approx(again), f"{place} {formula}"
