"""Documents that are written for their reader to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.base.errors import WorkspaceError
from bookload.base.files import write_whole
from bookload.data import documents
from bookload.data.documents.store import LEVERS
from bookload.planning.plan.levers.catalogue import catalogue

if TYPE_CHECKING:
    from pathlib import Path

    from bookload.data.reader import Reader


def write_levers(reader: Reader, root: Path) -> int:
    """Write the default levers of a company's journey to `levers.toml`; return how many they are.

    Raises `WorkspaceError` where there is such a file: nobody's own levers are overwritten.
    """
    path = root / LEVERS
    if path.exists():
        raise WorkspaceError(f"{path} is there already; move it away first, or change it by hand")
    levers = catalogue(reader.journey, reader.policy, None)
    write_whole(path, documents.levers_text(documents.Levers(levers=levers)).encode())
    return len(levers)
