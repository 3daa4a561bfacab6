"""How long `bookload --help` and `bookload report` take, beside a bare interpreter in the same run.

Run it with `make bench`, or alone. Promised: help within 12 times `python -c pass`; the report on the sample
company within 4 s the first time after an import, and within 2 s after that.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 7
BOOKLOAD = str(Path(sys.executable).with_name("bookload"))


def seconds(*command: str) -> float:
    """Return how long a command takes, as a whole process."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def median(*command: str) -> float:
    """Return the median of several runs, after one that is not counted."""
    seconds(*command)
    return statistics.median(seconds(*command) for _ in range(RUNS))


def first_report(workspace: str) -> float:
    """Return how long a report takes when nothing of it is kept."""
    shutil.rmtree(Path(workspace, ".bookload", "cache"), ignore_errors=True)
    return seconds(BOOKLOAD, "report", "--workspace", workspace)


def main() -> None:
    """Measure and print."""
    bare = median(sys.executable, "-c", "pass")
    typer = median(sys.executable, "-c", "import typer")
    help_ = median(BOOKLOAD, "--help")
    libraries = median(sys.executable, "-c", "import ibis, duckdb, pyarrow.parquet, pydantic, rich.table")
    with tempfile.TemporaryDirectory() as folder:
        workspace = str(Path(folder, "demo"))
        demo = seconds(BOOKLOAD, "demo", workspace)
        first = statistics.median(first_report(workspace) for _ in range(RUNS))
        again = median(BOOKLOAD, "report", "--workspace", workspace)
    rows = [
        ("python -c pass", bare, ""),
        ("python -c 'import typer'", typer, f"{typer / bare:.1f} x bare"),
        ("bookload --help", help_, f"{help_ / bare:.1f} x bare (promised: at most 12)"),
        ("import of the libraries that a report takes", libraries, ""),
        ("bookload demo", demo, "generate, import, report"),
        (
            "bookload report, first after an import",
            first,
            f"{first / libraries:.1f} x its libraries (at most 4 s)",
        ),
        ("bookload report, again", again, f"{again / bare:.1f} x bare (promised: at most 2 s)"),
    ]
    print(f"median of {RUNS} runs, whole processes, {sys.version.split()[0]}")
    for name, took, beside in rows:
        print(f"  {name:<46} {took:7.3f} s   {beside}")


if __name__ == "__main__":
    main()
