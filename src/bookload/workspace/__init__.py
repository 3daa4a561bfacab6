"""A workspace: one folder that holds a company, opened for one reader. Wiring alone; numbers happen below.

Names are resolved when first asked for (PEP 562): a question does not wait for what only an import needs.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bookload.workspace.company import Company
    from bookload.workspace.folder import open_folder
    from bookload.workspace.importing import Imported, Request, import_files, import_into
    from bookload.workspace.in_memory import memory
    from bookload.workspace.kept import report_document
    from bookload.workspace.making import init
    from bookload.workspace.past import changes_between, checked, history
    from bookload.workspace.paths import Folder, existing
    from bookload.workspace.reading import Workspace

_WHERE = {
    "Company": "company",
    "Folder": "paths",
    "Imported": "importing",
    "Request": "importing",
    "Workspace": "reading",
    "changes_between": "past",
    "checked": "past",
    "existing": "paths",
    "history": "past",
    "import_files": "importing",
    "import_into": "importing",
    "init": "making",
    "memory": "in_memory",
    "open_folder": "folder",
    "report_document": "kept",
}
__all__ = [
    "Company",
    "Folder",
    "Imported",
    "Request",
    "Workspace",
    "changes_between",
    "checked",
    "existing",
    "history",
    "import_files",
    "import_into",
    "init",
    "memory",
    "open_folder",
    "report_document",
]


def __getattr__(name: str) -> object:
    """Return a name of this package, importing its module now."""
    if name not in _WHERE:
        raise AttributeError(f"module 'bookload.workspace' has no attribute '{name}'")
    return getattr(import_module(f"bookload.workspace.{_WHERE[name]}"), name)
