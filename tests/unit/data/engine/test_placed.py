"""The text of an expression is written once for all dates that it may be asked of."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.operations as ops
import pyarrow as pa
import pytest

from bookload.base.period import FAR
from bookload.data.documents import Policy
from bookload.data.engine import connect, placed
from bookload.metrics.revenue.periods.price_periods import agreed, clipped

DIALECTS = ("duckdb", "postgres", "pyspark")
DAYS = (date(2025, 1, 1), date(2025, 6, 30), date(2026, 2, 28), FAR)
ROWS = ibis.table({"day": "date", "word": "string"}, name="rows")


def same(node: ops.Node) -> ops.Node:
    return node


@pytest.fixture
def written(monkeypatch):
    """The texts that are kept, none to begin with."""
    kept: dict[object, str] = {}
    monkeypatch.setattr(placed, "_written", kept)
    return kept


def anew(expr, dialect, monkeypatch):
    """The text of an expression as it is written where days stand for themselves."""
    with monkeypatch.context() as patch:
        patch.setattr(placed, "_written", {})
        patch.setattr(placed, "_dated", lambda _: {})
        return placed.compiled(expr, dialect, {}, same)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_another_date_has_the_text_that_would_be_written_anew_and_it_is_not(dialect, written, monkeypatch):
    rows = agreed(Policy())
    for day in DAYS[:3]:
        asked = clipped(rows, day)
        text = placed.compiled(asked, dialect, {}, same)
        assert text == anew(asked, dialect, monkeypatch)
        assert f"MAKE_DATE({day.year}, {day.month}, {day.day})" in text
    assert len(written) == 1


@pytest.mark.parametrize("dialect", DIALECTS)
def test_days_that_are_one_in_a_question_and_two_in_another_are_two_texts(dialect, written, monkeypatch):
    for first in DAYS:
        for last in DAYS:
            asked = ROWS.filter(ROWS.day >= first, ROWS.day < last)
            assert placed.compiled(asked, dialect, {}, same) == anew(asked, dialect, monkeypatch)
    assert len(written) == 2


def test_a_word_that_looks_like_a_day_stays_what_it_is_and_so_does_a_day_of_the_first_years(monkeypatch):
    rows = pa.table({"day": [DAYS[0], date(1, 2, 3)], "word": ["MAKE_DATE(1, 2, 3)", "none"]})
    engine = connect()
    for day in (DAYS[0], date(1, 2, 3), date(2, 2, 3)):
        asked = ROWS.filter((ROWS.day == day) | (ROWS.word == "MAKE_DATE(1, 2, 3)"))
        for expr in (asked, ROWS.filter(ROWS.day == day, ROWS.day != date(2, 2, 3))):
            assert placed.compiled(expr, "duckdb", {}, same) == anew(expr, "duckdb", monkeypatch)
        found = engine.run(asked, {"rows": rows}).to_pylist()
        assert [row["word"] for row in found] == [
            row["word"] for row in rows.to_pylist() if row["day"] == day or row["word"] != "none"
        ]
