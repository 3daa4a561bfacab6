"""Findings on a page: what says the same once, and of one kind the first few."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bookload.base.errors import Finding
from bookload.web.data.findings import together


def told(*rows: tuple[int, str, str]) -> list[dict[str, Any]]:
    """Return findings of one kind: the row, the value and the sentence of each."""
    return together(
        asdict(Finding("left", message, "End it.", "warning", "ownership", row=row, value=value))
        for row, value, message in rows
    )


def test_what_rows_say_alike_is_told_once_with_the_rows():
    (one,) = told((7, "x", "P1 left"), (18, "x", "P1 left"), (111, "x", "P1 left"))
    assert (one["rows"], one["value"], one["message"]) == ("rows 7, 18, 111", "x", "P1 left")


def test_values_that_differ_are_not_told_as_one():
    (one,) = told((7, "x", "P1 left"), (18, "y", "P1 left"))
    assert one["value"] is None


def test_of_one_kind_the_first_few_are_told_and_the_rest_counted():
    shown = told(*((row, "x", f"row {row} again") for row in range(2, 502)))
    assert [each["rows"] for each in shown] == ["row 2", "row 3", "row 4", ""]
    assert [each["more"] for each in shown] == [0, 0, 0, 497]


def test_many_rows_are_not_all_named():
    (one,) = told(*((row, "x", "P1 left") for row in range(100)))
    assert one["rows"].endswith("and 92 more")
