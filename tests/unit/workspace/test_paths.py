"""What answers are kept by: the documents, and the program that a server was started with."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import bookload
from bookload.workspace.paths import PROGRAM, installed_program

TELL = """\
import sys
from pathlib import Path
from bookload.workspace.paths import Folder
print(Folder(Path(sys.argv[1])).cache("held"))
"""


def test_a_changed_file_is_another_program(tmp_path, monkeypatch):
    monkeypatch.setattr(bookload, "__file__", str(tmp_path / "__init__.py"))
    (tmp_path / "rules.py").touch()
    before = installed_program()
    assert installed_program() == before
    os.utime(tmp_path / "rules.py", ns=(1, 1))
    assert installed_program() != before


def where_kept(root: Path, started_with: str = "") -> str:
    """Where a process that begins now keeps answers; a server's, by what that was started with."""
    command = [sys.executable, "-c", TELL, str(root)]
    told = os.environ | {PROGRAM: started_with}
    return subprocess.run(command, env=told, capture_output=True, text=True, check=True).stdout.strip()


def test_a_servers_processes_keep_answers_by_the_program_that_it_was_started_with(tmp_path):
    now = installed_program()
    assert where_kept(tmp_path) == where_kept(tmp_path, now), "nothing changed since"
    before_an_update = where_kept(tmp_path, "before an update")
    assert before_an_update == where_kept(tmp_path, "before an update") != where_kept(tmp_path)
