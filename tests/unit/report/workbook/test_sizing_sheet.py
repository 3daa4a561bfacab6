"""The sheet of sizing: its formulas come to the heads that planning found, its checks to nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import xlsxwriter

from bookload.data.documents import Journey
from bookload.planning.plan.sizing import sizing
from bookload.report.explain import explain
from bookload.report.figures import number
from bookload.report.page.charted.sizing import charts
from bookload.report.sizing import signed
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
