from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from bookload.planning.balance import OwnerRow
from bookload.report.moves_file import ownership_csv, plain_text


def test_rows_of_ownership_are_written_as_they_import():
    rows = [
        OwnerRow("A, 1", "P1", date(2025, 1, 1), date(2026, 7, 1), "csm", 10_000),
        OwnerRow("A, 1", "P2", date(2026, 7, 1), None, "csm", 3_333),
    ]
    assert list(csv.reader(io.StringIO(ownership_csv(rows)))) == [
        ["account_id", "owner_id", "start_date", "end_date", "role", "share"],
        ["A, 1", "P1", "2025-01-01", "2026-07-01", "csm", "1"],
        ["A, 1", "P2", "2026-07-01", "", "csm", "0.3333"],
    ]


@pytest.mark.parametrize(("text", "written"), [("=1+1", "'=1+1"), ("@x", "'@x"), ("Acme", "Acme")])
def test_no_text_is_a_formula(text, written):
    assert plain_text(text) == written
