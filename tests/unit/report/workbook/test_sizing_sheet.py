"""The sheet of sizing: its formulas come to the heads that planning found, its checks to nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
import xlsxwriter
from openpyxl import load_workbook

from bookload.data.documents import Journey
from bookload.planning.plan.sizing import Model, bridge, sizing
from bookload.report.explain import explain
from bookload.report.figures import number
from bookload.report.page.charted.sizing import charts
from bookload.report.sizing import METRICS, scope, signed
from bookload.report.topics import sizing as topic
from bookload.report.workbook.sheet import Names, Sheet
from bookload.report.workbook.sheets import sizing as sheet
from bookload.report.workbook.style import Styles
from bookload.workspace import memory
from formulas import Recomputed
from known import known

AS_OF = date(2026, 6, 30)
TOUCH = ("high", "low", "tech")


@pytest.fixture(scope="module")
def company():
    ids = [f"A-{number}" for number in range(9)]
    price = {"interval": "month", "currency": "USD", "start_date": "2025-01-01"}
    work = {"name": "work", "stage": "s", "times": 2, "minutes": {"low": 30, "likely": 95, "high": 200}}
    tables: dict[str, list[dict[str, object]]] = {
        "accounts": [
            {"account_id": a, "name": a, "segment": "S", "touch_model": TOUCH[n % 3]}
            for n, a in enumerate(ids)
        ],
        "subscriptions": [
            {"subscription_id": a, "account_id": a, "amount": 300 + 900 * n, **price}
            for n, a in enumerate(ids)
        ],
        "people": [{"person_id": "P", "name": "x", "hire_date": "2020-01-01", "role": "csm"}],
        "pay": [{"person_id": "P", "from_date": "2020-01-01", "base": 1, "ote": 117_000, "currency": "USD"}],
    }
    journey = Journey.model_validate({"stages": [{"name": "s"}], "activities": [work]})
    return memory(tables, as_of=AS_OF, journey=journey)


def test_every_formula_comes_to_the_figure_that_planning_found(company, tmp_path):
    path = tmp_path / "sizing.xlsx"
    found = sizing(company)
    book = xlsxwriter.Workbook(path)
    sheet.fill(Sheet(book.add_worksheet(sheet.NAME), Styles(book, "USD"), Names(book)), found, "USD")
    book.close()
    cells = list(Recomputed(path).all_formulas())
    for _, place, formula, shown, again in cells:
        if isinstance(shown, str):
            assert shown == again, (place, formula)
        else:
            assert again == pytest.approx(shown, abs=1e-6), (place, formula)
    heads = {float(known(each.reading.heads)) for each in found.sized}
    assert heads <= {shown for *_, shown, _ in cells if not isinstance(shown, str)}


def test_the_terminal_the_json_and_the_chart_say_the_same_heads(company):
    found = sizing(company)
    opened = known(found.against("gainsight"))
    document: Any = topic.body(found, company.access)
    told = next(each for each in document["readings"] if each["source"] == "Gainsight")
    assert told["heads"] + sum(line["heads"] for line in told["bridge"]) == pytest.approx(
        document["model"]["need"]["need"]
    )
    (chart,) = charts(opened)
    first = number(opened.reading.heads, 1)
    assert f"published {first}" in chart.pair.wide.description
    assert len(topic.tables(found, "USD", opened)) == 5


def test_explain_opens_a_figure_down_to_the_activities(company):
    told = explain(company, "published_heads", "commune")
    opened = known(sizing(company).against("commune"))
    assert told.value == number(opened.reading.heads, 2)
    assert told.steps[1].total == told.value
    assert told.steps[2].total == signed(opened.distance, 2)
    assert any("work" in row for step in told.steps for row in step.rows)
    low = next(row for row in told.steps[1].rows if row[0] == "low")
    assert low[1] == 3


def test_a_changed_cell_changes_heads_and_their_causes_as_planning_would(company, tmp_path):
    found = sizing(company)
    book = xlsxwriter.Workbook(tmp_path / "sizing.xlsx")
    sheet.fill(Sheet(book.add_worksheet(sheet.NAME), Styles(book, "USD"), Names(book)), found, "USD")
    book.close()
    changed = load_workbook(tmp_path / "sizing.xlsx")
    changed[sheet.NAME].cell(sheet.FIRST + 1, sheet.HOURS + 1).value *= 3
    changed.save(tmp_path / "changed.xlsx")
    again = Recomputed(tmp_path / "changed.xlsx")

    first, *others = found.held
    held = (replace(first, hours=3 * first.hours), *others)
    assert found.need is not None
    assert found.head is not None
    by_hours = sum((each.hours for each in held), Fraction(0)) / found.head.plannable
    model = Model(by_hours, max(found.need.need_by_accounts, found.need.need_by_contacts), found.head)
    page = changed[sheet.NAME]
    start = len(sheet.FIXED) + len(held) + len(sheet.MADE) + 1
    rows = {(row[0].value, row[1].value, row[2].value): row[0].row for row in page.iter_rows(max_col=3)}
    for each in found.sized[:4]:
        row = rows[each.reading.source, METRICS[each.reading.metric], scope(each.reading)]
        lines: dict[str, Fraction] = {
            line.factor: line.heads for line in bridge(each.reading, held, found.anchors, model)
        }
        cells = [page.cell(row, start + place).coordinate for place in range(len(sheet.ENDS) + 1)]
        values = [again.value(sheet.NAME, cell) for cell in cells]
        assert values[:-1] == pytest.approx([float(lines.get(name, 0)) for name in sheet.ENDS], abs=1e-9)
        assert values[-1] == 0
