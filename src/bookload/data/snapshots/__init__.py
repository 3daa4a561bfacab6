"""What was imported, kept as it was: immutable Parquet behind one pointer, and the imported bytes."""

from bookload.data.snapshots.compare import RowChanges, TableChanges, compare
from bookload.data.snapshots.files import Redacted, keep_file, kept_file
from bookload.data.snapshots.manifest import FORMAT, Manifest
from bookload.data.snapshots.snapshot import Snapshot, Sources, current, current_id, listing, load, verify
from bookload.data.snapshots.store import prune, write

__all__ = [
    "FORMAT",
    "Manifest",
    "Redacted",
    "RowChanges",
    "Snapshot",
    "Sources",
    "TableChanges",
    "compare",
    "current",
    "current_id",
    "keep_file",
    "kept_file",
    "listing",
    "load",
    "prune",
    "verify",
    "write",
]
