"""The sheet of costs: its formulas come to the figures that planning computed, for who sees pay or not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import xlsxwriter
from openpyxl import load_workbook

from bookload.base.access import Access
from bookload.base.period import Month
from bookload.data.documents import Journey
from bookload.planning.cost import costs
from bookload.report.workbook.sheet import Names, Sheet
from bookload.report.workbook.sheets import costs as sheet
from bookload.report.workbook.style import Styles
from bookload.workspace import memory
from formulas import Recomputed
from known import known

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


def written(found, path):
    book = xlsxwriter.Workbook(str(path))
    page = Sheet(book.add_worksheet(sheet.NAME), Styles(book, "USD"), Names(book))
    sheet.fill(page, found, "USD")
    book.close()
    return path


def found_at(path, label):
    """Return the cells beside a label, by their places in the file."""
    page = load_workbook(path)[sheet.NAME]
    rows = [row[0].row for row in page.iter_rows(max_col=1) if row[0].value == label]
    return [page.cell(rows[-1], column).coordinate for column in range(1, page.max_column + 1)]


@pytest.mark.parametrize("role", ["owner", "operations"])
def test_every_formula_comes_to_the_value_that_stands_in_its_cell(role, tmp_path):
    found = costs(company(Access.of(role)), "segment", Month.of(AS_OF) - 1)
    path = written(found, tmp_path / "costs.xlsx")
    counted = texts = 0
    for _, cell, formula, stands, again in Recomputed(path).all_formulas():
        counted += 1
        texts += isinstance(stands, str)
        if isinstance(stands, str) or isinstance(again, str):
            assert stands == again, f"{cell} {formula}"
        else:
            assert stands == pytest.approx(again, rel=1e-12, abs=1e-6), f"{cell} {formula}"
    assert counted > 60
    assert (texts > 20) is (role == "operations")


def test_finance_changes_a_given_cell_and_all_that_hangs_on_it_follows(tmp_path):
    """Twice the pay of a CSM, a head more, three times the accounts of a segment: by hand, and by cells."""
    found = costs(company())
    path = written(found, tmp_path / "costs.xlsx")
    csm = next(place for place, pool in enumerate(found.pools, start=1) if pool.role == "csm")
    smb = 1 + [group.key for group in found.groups].index("SMB")
    book = load_workbook(path)
    page = book[sheet.NAME]
    page.cell(sheet.EARNS + 1, csm + 1).value *= 2
    page.cell(sheet.HEADS + 1, csm + 1).value += 1
    page.cell(sheet.EACH + smb, len(found.pools) + 2).value *= 3
    book.save(tmp_path / "changed.xlsx")
    again = Recomputed(tmp_path / "changed.xlsx")

    pools = {pool.role: pool for pool in found.pools}
    one = pools["csm"]
    rate = (2 * 2 * (known(one.pay) + known(one.on_costs)) + one.other) / (2 * one.practical_minutes)
    cells = found_at(path, "cost of a minute")
    assert again.value(sheet.NAME, cells[csm]) == pytest.approx(float(rate))
    group = next(each for each in found.groups if each.key == "SMB")
    minutes = {each.role: 3 * each.minutes for each in found.taken if each.key == "SMB"}
    by_hand = (
        minutes["csm"] * rate + minutes["onboarding"] * known(pools["onboarding"].rate) + 3 * group.direct
    )
    served = found_at(path, "SMB")[len(found.pools) + 3]
    assert again.value(sheet.NAME, served) == pytest.approx(float(by_hand))
    margin = found_at(path, "SMB")[len(found.pools) + 5]
    assert again.value(sheet.NAME, margin) == pytest.approx(float(3 * group.revenue - by_hand))
    check = found_at(path, "served + unused + stranded − supplied")[1]
    assert again.value(sheet.NAME, check) == pytest.approx(0, abs=1e-6)
