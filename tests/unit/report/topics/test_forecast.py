from __future__ import annotations

import io
import json
from fractions import Fraction

from rich.console import Console

from bookload.base.money import QUANTA
from bookload.report.document import printed
from bookload.report.topics.forecast import body, tables
from forecasted import found


def shown() -> str:
    console = Console(file=io.StringIO(), width=120, markup=False, highlight=False)
    for part in tables(found(), "USD"):
        console.print(part)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_the_document_marks_estimates_and_states_facts_in_full():
    said = json.loads(printed(body(found())))
    assert said["estimates"] is True
    (company,) = [row for row in said["start"] if row["segment"] is None]
    (fact,) = [row for row in found().start if row.key is None]
    assert Fraction(company["arr"]) == Fraction(fact.arr, QUANTA)
    assert [row["month"] for row in said["stocks"] if row["segment"] == "SMB"] == ["2026-07", "2026-08"]
    assert said["roles"][0]["role"] == "csm"
    assert {row["measure"] for row in said["backtest"]} == {"accounts", "arr"}


def test_a_terminal_shows_the_fact_the_bands_the_team_and_the_backtest():
    text = shown()
    assert "2026-06-30  fact" in text
    for words in (
        "By segment, at the end of 2026-08",
        "hours are short",
        "Tried on your own past",
        "ASSUMED",
    ):
        assert words in text
    assert "None" not in text
    assert "nan" not in text


def test_bands_on_the_terminal_are_those_of_the_rows():
    (row, *_) = [row for row in found().stocks if row.segment is None]
    assert f"{row.arr.middle:,.0f}" in shown()
