"""47. The same rows twice: no change; genuinely equal rows that differ in id are kept."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bookload.data.snapshots import listing
from bookload.data.tables import checks
from stored import LOADED, company, everything, rows, stored, subscription


def test_the_same_rows_twice_are_one_snapshot(tmp_path: Path) -> None:
    first = stored(tmp_path, company())
    before = everything(tmp_path)
    for days in range(1, 4):
        assert stored(tmp_path, company(), loaded_at=LOADED + timedelta(days=days)).id == first.id
    assert everything(tmp_path) == before
    assert len(listing(tmp_path)) == 1


def test_equal_rows_that_differ_in_id_are_kept_and_no_finding(tmp_path: Path) -> None:
    tables = company() | {"subscriptions": rows("subscriptions", subscription(1), subscription(2))}
    assert checks.run(tables) == ()
    assert stored(tmp_path, tables).manifest.tables["subscriptions"] == 2


def test_one_row_twice_is_named_and_not_dropped() -> None:
    tables = company() | {"subscriptions": rows("subscriptions", subscription(1), subscription(1))}
    finding = next(each for each in checks.run(tables) if each.code == "duplicate-key")
    assert (finding.severity, finding.row) == ("error", 2)
    assert "row 1 has the same subscription_id, start_date, line_id" in finding.message
