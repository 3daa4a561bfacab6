"""Rows of results, and what they turn into."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pyarrow as pa
import pytest

from bookload.base.access import Right
from bookload.base.money import QUANTA
from bookload.base.period import Month
from bookload.base.result import IN_QUANTA, Rows, field_names


@dataclass(frozen=True)
class Row:
    month: Month
    value: Fraction | None
    day: date
    tags: tuple[str, ...] = ()


ROWS = Rows(
    (
        Row(Month.parse("2026-03"), Fraction(1, 3), date(2026, 3, 31), ("a", "b")),
        Row(Month.parse("2026-04"), None, date(2026, 4, 30)),
    ),
    frozenset({Right.PAY_GROUP}),
)


def test_rows_are_counted_and_walked() -> None:
    assert len(ROWS) == 2
    assert [row.day.month for row in ROWS] == [3, 4]
    assert ROWS.needs == {Right.PAY_GROUP}
    assert Rows(()).needs == frozenset()


def test_rows_become_arrow_with_months_as_text_and_fractions_as_numbers() -> None:
    table = ROWS.to_arrow()
    assert table["month"].to_pylist() == ["2026-03", "2026-04"]
    assert table["value"].to_pylist() == [1 / 3, None]
    assert table["tags"].to_pylist() == [["a", "b"], []]
    assert table.schema.field("day").type == pa.date32()


def test_no_rows_become_an_arrow_table_without_rows() -> None:
    assert Rows(()).to_arrow().num_rows == 0


@pytest.mark.parametrize("library", ["polars", "pandas"])
def test_rows_become_frames_where_the_library_is_there(library: str) -> None:
    pytest.importorskip(library)
    frame = getattr(ROWS, f"to_{library}")()
    assert len(frame) == 2
    assert list(frame["month"]) == ["2026-03", "2026-04"]


def test_dictionaries_hold_the_values_of_python() -> None:
    assert ROWS.to_dicts()[1]["value"] is None


def test_the_names_of_a_rows_fields_are_in_order() -> None:
    assert field_names(Row) == ("month", "value", "day", "tags")


def test_amounts_become_exact_decimals_a_year_whatever_their_size() -> None:
    @dataclass(frozen=True)
    class Stock:
        arr: int | None = field(metadata=IN_QUANTA)

    rows = Rows((Stock(15_000_000 * QUANTA + 1), Stock(None), Stock(-QUANTA // 4)))
    table = rows.to_arrow()

    assert table["arr"].to_pylist() == [Decimal("15000000.0000000000000000000001"), None, Decimal("-0.25")]
    assert rows.to_polars()["arr"].sum() == Decimal("14999999.7500000000000000000001")
    assert float(rows.to_pandas()["arr"][0]) == 15_000_000
