"""Fault 47: the same file twice changes nothing, whatever the day; equal rows that differ in id are kept."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bookload.base.errors import errors_in
from bookload.data.snapshots import listing
from bookload.workspace.importing import Request, import_into
from imported import write_files

HISTORY = (
    "subscription_id,account_id,start_date,end_date,mrr\n1,A,2025-01-01,2025-07-01,5\n2,A,2025-01-01,,5\n"
)
LISTS = {
    "a list of what is now": {
        "crm.csv": "Account,CSM,MRR,Segment,Seats\nA,Ana,10,SMB,4\nB,Pool,20,Ent,\nC,,5,SMB,1\n"
    },
    "rows with a history": {
        "s.csv": HISTORY,
        "people.csv": "name,title,hired,ote\nAna,CSM,2024-01-01,90000\n",
    },
    "months across": {"mrr.csv": "account,owner,2025-11,2025-12\nA,Ana,100,110\nB,Ben,,50\n"},
}


@pytest.mark.parametrize("name", LISTS)
def test_a_second_import_of_the_same_files_is_no_change(name: str, tmp_path: Path) -> None:
    paths = write_files(tmp_path / "files", LISTS[name])
    root = tmp_path / "acme"
    done = [
        import_into(root, Request(paths, datetime(2026, month, 28, 12, tzinfo=UTC), "me"))
        for month in (3, 4, 6)
    ]
    assert not errors_in(done[0].findings)
    assert [each.changed for each in done] == [True, False, False]
    assert len(listing(root / ".bookload")) == 1
    assert {each.plan.data_through for each in done} == {done[0].plan.data_through}


def test_equal_rows_that_differ_in_id_are_two(tmp_path: Path) -> None:
    text = "subscription_id,account_id,start_date,mrr\n1,A,2025-01-01,5\n2,A,2025-01-01,5\n"
    paths = write_files(tmp_path / "files", {"s.csv": text})
    done = import_into(tmp_path / "acme", Request(paths, datetime(2026, 3, 28, 12, tzinfo=UTC), "me"))
    assert done.plan.tables["subscriptions"].num_rows == 2
