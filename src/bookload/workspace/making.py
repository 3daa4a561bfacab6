"""Making a workspace: commented documents, an empty `data/`, and the template workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.base.errors import WorkspaceError
from bookload.base.files import write_whole
from bookload.data import documents
from bookload.data.documents.store import JOURNEY, POLICY, SCENARIOS
from bookload.data.ingest.template import write_template
from bookload.workspace.paths import Folder

if TYPE_CHECKING:
    from pathlib import Path

TEMPLATE = "bookload-template.xlsx"


def init(root: Path, *, currency: str | None = None) -> Folder:
    """Make a workspace: commented documents, an empty `data/`, and the template workbook.

    What is there already stays as it is. `currency` is the one to count in, USD by default.
    """
    folder = Folder(root)
    if root.exists() and not root.is_dir():
        raise WorkspaceError(f"{root} is a file; give the name of a folder")
    for path in (folder.data, folder.state, root / SCENARIOS):
        path.mkdir(parents=True, exist_ok=True)
    for name in (POLICY, JOURNEY):
        if not (root / name).exists():
            text = documents.template(name)
            changes: dict[tuple[str, ...], object] = {}
            if currency and name == POLICY:
                changes["company", "currency"] = currency
            write_whole(root / name, documents.edited(text, changes).encode())
    if not (root / TEMPLATE).exists():
        write_template(root / TEMPLATE)
    return folder
