"""30. A weekend's missing rate takes Friday's, and every result says so: document, terminal, page, workbook.

31 August 2025 was a Sunday; on Friday the 29th a euro bought 1.1658 dollars (reference rates of the ECB).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from openpyxl import load_workbook

from bookload.base.period import Month
from bookload.metrics.revenue.rates.exchange import read_rates
from bookload.report.page.content import content
from bookload.report.page.page import render
from bookload.report.workbook.gathered import gathered
from bookload.report.workbook.workbook import workbook_bytes
from bookload.workspace.opened import one_reading
from commanded import FILES, run, written
from subscribed import company, mrr_by_month, paid

SAID = "no rate of EUR on 2025-08-31: that of 2025-08-29 serves"


def opened(**more: Any):
    return company(paid("A", "100", "2025-07-01", currency="EUR"), as_of="2025-08-31", **more)


def test_the_rate_is_fridays_and_worth_what_the_ecb_published() -> None:
    rate = read_rates(opened()).on("EUR", date(2025, 8, 31))
    assert (rate.value, rate.day) == (Fraction("1.1658"), date(2025, 8, 29))
    assert mrr_by_month(opened())["2025-08"] == Fraction("116.58")


def test_an_own_rate_of_the_day_needs_no_other_and_one_of_the_friday_is_said() -> None:
    rates = [{"date": "2025-08-31", "currency": "EUR", "rate": "0.5"}]
    august = Month.parse("2025-08")
    assert opened(fx_rates=rates).movements("month", august, august).notes == ()
    friday = [{"date": "2025-08-29", "currency": "EUR", "rate": "0.5"}]
    assert opened(fx_rates=friday).movements("month", august, august).notes == (SAID,)


def test_page_and_workbook_say_so() -> None:
    workspace = opened()
    assert SAID in render(content(workspace))
    book = load_workbook(io.BytesIO(workbook_bytes(gathered(workspace))))
    assert any(cell.value == SAID for row in book["Provenance"].iter_rows() for cell in row)


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A company in a weekend, opened once for all that is asked of it."""
    folder = tmp_path_factory.mktemp("weekend")
    source = written(folder / "files", FILES)
    ran = run("import", str(source), "--workspace", str(folder / "acme"), "--data-through", "2025-08-31")
    assert ran.code == 0, ran.err
    with one_reading():
        yield str(folder / "acme")


@pytest.mark.parametrize(
    "command",
    [
        ("movements", "--from", "2025-08"),
        ("ratios", "--from", "2025-08"),
        ("retention",),
        ("cohorts",),
        ("committed",),
        ("concentration",),
        ("book", "P2"),
        ("signs",),
        ("report",),
    ],
    ids=lambda command: command[0],
)
def test_documents_and_terminal_say_so(acme: str, command: tuple[str, ...]) -> None:
    asked = (*command, "--workspace", acme, "--as-of", "2025-08-31")
    assert SAID in run(*asked, "--json").json["notes"]
    assert SAID in " ".join(run(*asked).out.split())


def test_rates_says_so(acme: str) -> None:
    ran = run("rates", "EUR", "--on", "2025-08-31", "--workspace", acme)
    assert SAID in ran.out
    (row,) = run("rates", "eur", "--on", "2025-08-31", "--workspace", acme, "--json").json["rows"]
    assert row == {
        "currency": "EUR",
        "on": "2025-08-31",
        "rate": "1.165800000000",
        "inverse": "0.857780065191",
        "day": "2025-08-29",
        "source": "ecb",
    }
