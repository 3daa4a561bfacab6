"""Fault 48: what the preview says is what the import does."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq

from bookload.data.tables import table_names
from bookload.workspace.importing import Request, import_into
from imported import write_files

FILES = {
    "crm.csv": "Account;CSM;MRR;Segment;Seats\nA;Ana;1.234,50;SMB;4\nB;Pool;99,00;Ent;5\nC;;5,00;SMB;\n",
    "log.csv": "User,Type,Date,Minutes,Account\nAna,call,2026-03-02 10:00,30,A\n",
}


def test_the_rows_the_findings_and_the_days_are_the_same(tmp_path: Path) -> None:
    paths = write_files(tmp_path / "files", FILES)
    now = datetime(2026, 3, 31, 12, tzinfo=UTC)
    request = Request(paths, now, "me")
    preview = import_into(tmp_path / "acme", Request(paths, now, "me", dry_run=True))
    assert preview.snapshot is None
    assert not (tmp_path / "acme").exists()
    done = import_into(tmp_path / "acme", request)
    assert done.snapshot is not None
    again = import_into(tmp_path / "acme", Request(paths, now, "me", dry_run=True))
    sources = done.snapshot.sources()
    for name in table_names():
        written = pq.read_table(sources[name], partitioning=None)
        key = [(column, "ascending") for column in written.schema.names]
        assert written.sort_by(key).equals(done.plan.tables[name].sort_by(key).cast(written.schema))
        assert again.plan.tables[name].num_rows == written.num_rows
    assert done.snapshot.manifest.data_through == preview.plan.data_through == done.plan.data_through
    assert [str(finding) for finding in done.findings] == [str(finding) for finding in preview.findings]
