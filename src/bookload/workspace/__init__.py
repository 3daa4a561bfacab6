"""A workspace: one folder that holds a company, opened for one reader. Wiring alone; numbers happen below."""

from bookload.workspace.folder import Folder, existing, init, open_folder
from bookload.workspace.history import checked, history
from bookload.workspace.importing import Imported, Request, import_files, import_into
from bookload.workspace.memory import memory
from bookload.workspace.reading import Company, Workspace

__all__ = [
    "Company",
    "Folder",
    "Imported",
    "Request",
    "Workspace",
    "checked",
    "existing",
    "history",
    "import_files",
    "import_into",
    "init",
    "memory",
    "open_folder",
]
