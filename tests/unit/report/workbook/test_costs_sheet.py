"""The sheet of costs: its formulas come to the figures that planning computed, for who sees pay or not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import xlsxwriter

from bookload.base.access import Access
from bookload.base.period import Month
from bookload.data.documents import Journey
from bookload.planning.cost import costs
from bookload.report.explain.cost import served_cost
from bookload.report.workbook.sheet import Names, Sheet
from bookload.report.workbook.sheets import costs as sheet
from bookload.report.workbook.style import Styles
from bookload.workspace import memory
from formulas import Recomputed

MINUTES = {"low": 10, "likely": 45, "high": 90}
AS_OF = date(2026, 6, 30)


def company(access=None):
    price = {"amount": 900, "interval": "month", "currency": "USD", "start_date": "2025-01-01"}
    accounts = [("A-1", "SMB"), ("A-2", "Enterprise"), ("A-3", None)]
    span = {"from_date": "2026-01-01", "to_date": "2027-01-01", "currency": "USD"}
    tables: dict[str, Any] = {
        "accounts": [{"account_id": a, "name": a, "segment": s, "touch_model": "high"} for a, s in accounts],
        "subscriptions": [{"subscription_id": a, "account_id": a, **price} for a, _ in accounts],
        "people": [
            {"person_id": f"P-{role}", "name": "x", "hire_date": "2020-01-01", "role": role}
            for role in ("csm", "onboarding")
        ],
        "pay": [
            {"person_id": f"P-{role}", "from_date": "2020-01-01", "base": 1, "ote": ote, "currency": "USD"}
            for role, ote in (("csm", 99_000), ("onboarding", 60_500))
        ],
        "costs": [
            {**span, "kind": "tools", "amount": 1_000},
            {**span, "kind": "hub", "amount": 500, "segment": "SMB"},
            {**span, "kind": "past", "amount": 7, "segment": "Gone"},
        ],
    }
    work = [
        {"name": role, "stage": "s", "minutes": MINUTES, "role": role, "times": 3}
        for role in ("csm", "onboarding", "support")
    ]
    journey = Journey.model_validate({"stages": [{"name": "s"}], "activities": work})
    return memory(tables, as_of=AS_OF, journey=journey, access=access)


@pytest.mark.parametrize("role", ["owner", "operations"])
def test_every_formula_comes_to_the_value_that_stands_in_its_cell(role, tmp_path):
    found = costs(company(Access.of(role)), "segment", Month.of(AS_OF) - 1)
    path = tmp_path / "costs.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = Sheet(book.add_worksheet(sheet.NAME), Styles(book, "USD"), Names(book))
    sheet.fill(page, found, "USD")
    book.close()
    counted = texts = 0
    for _, cell, formula, stands, again in Recomputed(path).all_formulas():
        counted += 1
        texts += isinstance(stands, str)
        if isinstance(stands, str) or isinstance(again, str):
            assert stands == again, f"{cell} {formula}"
        else:
            assert stands == pytest.approx(again, rel=1e-12, abs=1e-6), f"{cell} {formula}"
    assert counted > 60
    assert (texts > 30) is (role == "operations")


def test_a_cost_opens_to_rates_minutes_and_what_adds_up():
    whole, one = served_cost(company(), None), served_cost(company(), "A-1")
    found = costs(company())
    assert found.total.cost is not None
    assert whole.value == f"{round(found.total.cost):,}"
    assert [step.source for step in whole.steps] == ["pay", "journey.toml", None]
    assert one.steps[1].rows == (("csm", "135"), ("onboarding", "135"), ("support", "135"))
    assert "= supplied" in whole.steps[2].text


def test_who_may_not_see_pay_opens_no_cost():
    assert served_cost(company(Access.of("operations")), None).value is None
