"""A workspace in one archive, and a workspace out of one: all of it that cannot be computed again."""

from bookload.workspace.backups.backup import Backup, backup
from bookload.workspace.backups.restore import Restored, restore

__all__ = ["Backup", "Restored", "backup", "restore"]
