"""101. A workspace in a folder named like a pattern or a partition: its own rows, and nobody else's.

An engine that reads `q?/accounts.parquet` as a pattern adds the rows of `qa/`, another company's; one that
reads `region=EU/` as a partition puts EU into the column region of every row.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bookload.data.engine import connect
from bookload.data.snapshots import verify
from bookload.data.tables import unbound
from stored import rows, stored


@pytest.mark.parametrize("name", ["q?", "a[b]", "s*", "region=EU", "account_id=X"])
def test_a_snapshot_is_its_own_whatever_its_folder_is_called(tmp_path: Path, name: str) -> None:
    account = {"account_id": "A-1", "name": "Mine", "region": "US"}
    for other in ("qa", "ab", "sx"):
        stored(tmp_path / other, {"accounts": rows("accounts", account | {"name": "Theirs"})})
    snapshot = stored(tmp_path / name, {"accounts": rows("accounts", account)})
    found = connect().run(unbound("accounts").select("account_id", "name", "region"), snapshot.sources())
    assert found.to_pylist() == [account]
    assert verify(snapshot) == ()
