"""Months as people write them."""

from __future__ import annotations

import pytest

from bookload.base.period import Month
from bookload.data.ingest.values.months import read


@pytest.mark.parametrize(
    "text",
    [
        "2026-03",
        "2026/3",
        "03/2026",
        "3.2026",
        "202603",
        "Mar 2026",
        "March 2026",
        "Mar-26",
        "Mar. 2026",
        "März 2026",
        "mars 2026",
        "2026 Mar",
        "2026M03",
        "2026-03-31",
        "2026-03-01",
        "2026-03-01 00:00:00",
    ],
)
def test_a_month_reads_in_many_forms(text: str) -> None:
    assert read(text) == Month.parse("2026-03")


@pytest.mark.parametrize(
    "text",
    ["", "MRR", "2026", "2026-13", "00/2026", "Total", "Q1 2026", "March", "5", "account_id", "Mark 2026"],
)
def test_what_is_no_month_does_not_read(text: str) -> None:
    assert read(text) is None
