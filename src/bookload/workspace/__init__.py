"""A workspace: one folder that holds a company, opened for one reader. Wiring alone; numbers happen below."""

from bookload.workspace.memory import memory
from bookload.workspace.reading import Company, Workspace

__all__ = ["Company", "Workspace", "memory"]
