"""How long movements by month take over millions of subscription rows, beside three others on the same.

- `sort`: DuckDB sorts the rows by account and date, all columns, and keeps them; it computes nothing.
- `bookload`: `movements` of a workspace on which nothing has been asked before, all kinds, to the cent.
- `spine`: the SQL that public packages use: accounts x months, left join, lag. In DuckDB.
- `events`: pandas over change events.

Each task is a fresh process with one thread and the same limit of memory, in turns; the time is that of the
processor, from before the first row is read until the answer is there, so that what else runs on the machine
counts little. The three that answer must answer the same, or nothing is printed. Rows come of a seed.

    make bench                                  # 1M rows
    python benchmarks/revenue.py --large        # 10M rows as well: 20 minutes on two cores, 14 GiB of memory
    python benchmarks/revenue.py --large --write  # and docs/reference/speed.md
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
from beside.events import event_movements
from beside.rows import AS_OF, Asked, made
from beside.spine import spine_movements

from bookload.base.access import Access
from bookload.base.period import Month
from bookload.data.documents import Journey, Policy
from bookload.data.engine import connect
from bookload.data.engine.duck import MEMORY
from bookload.data.tables import empty, table_names
from bookload.workspace.company import Company
from bookload.workspace.reading import Workspace

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "speed.md"
MARK = "<!-- measured -->"
KINDS = ("new", "reactivation", "resumed", "expansion", "contraction", "churn", "paused")
SMALL, LARGE = 1_000_000, 10_000_000
QUANTA_A_MICRO = 10**16
Answer = list[tuple[int, str, int]]


@dataclass(frozen=True)
class Run:
    """What one process took: seconds of the processor, its largest size in GiB, and what it answered."""

    seconds: float
    size: float
    answer: str


# ---------------------------------------------------------------------------------------------------- tasks


def sort(folder: Path, kept: Path) -> Answer:
    """Sort the rows, and keep them."""
    rows = f"read_parquet('{folder / 'subscriptions.parquet'}')"
    query = f"SELECT * FROM {rows} ORDER BY account_id, start_date"  # noqa: S608 - our own names
    _duckdb(kept).execute(f"CREATE TEMP TABLE sorted AS {query}")
    return []


def bookload(folder: Path, kept: Path) -> Answer:
    """Ask Bookload."""
    sources = {name: empty(name) for name in table_names()}
    sources |= {name: folder / f"{name}.parquet" for name in ("subscriptions", "discounts")}
    company = Company("rows", Policy(), Journey(), sources, None, AS_OF, None, kept)
    workspace = Workspace(company, connect(), Access())
    rows = workspace.movements("month", workspace.months[0], workspace.months[-1])
    found = (
        (row.month.ordinal, kind, getattr(row, kind) // QUANTA_A_MICRO) for row in rows for kind in KINDS
    )
    return [each for each in found if each[2]]


def spine(folder: Path, kept: Path) -> Answer:
    """Ask the month spine."""
    return spine_movements(_duckdb(kept), folder, Month.of(AS_OF).ordinal)


def events(folder: Path, _: Path) -> Answer:
    """Ask pandas."""
    return event_movements(folder)


TASKS: dict[str, Callable[[Path, Path], Answer]] = {
    "sort": sort,
    "bookload": bookload,
    "spine": spine,
    "events": events,
}

DATA: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("whole", 1, tuple(TASKS)),
    ("text", 1, ("sort", "bookload")),
    ("whole", 3, ("sort", "bookload")),
)
"""Which rows, and what is done with them."""


def _duckdb(kept: Path) -> duckdb.DuckDBPyConnection:
    """Open DuckDB as Bookload does, but let it spill: the large spine would not end otherwise."""
    limits = {"threads": 1, "memory_limit": MEMORY, "temp_directory": str(kept / "spilled")}
    return duckdb.connect(config=limits)


def _seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _largest() -> float:
    """Return the largest size of this process in GiB; `ru_maxrss` would be that of who started it, too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 2**20


def measured(task: str, folder: Path) -> None:
    """Do a task in this process, and print what it took."""
    with tempfile.TemporaryDirectory() as kept:
        before = _seconds()
        answer = sorted(
            (int(month), str(kind), int(amount)) for month, kind, amount in TASKS[task](folder, Path(kept))
        )
        seconds = _seconds() - before
    print(json.dumps([seconds, _largest(), json.dumps(answer)]))


# -------------------------------------------------------------------------------------------------- measuring


def in_turns(tasks: tuple[str, ...], asked: Asked, root: Path, times: int) -> dict[str, Run]:
    """Return the median run of each task; raise `SystemExit` where answers differ."""
    folder = made(asked, root)
    runs: dict[str, list[Run]] = {task: [] for task in tasks}
    for _ in range(times):
        for task in tasks:
            command = [sys.executable, __file__, "--task", task, "--folder", str(folder)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            runs[task].append(Run(*json.loads(done.stdout.splitlines()[-1])))
            print(
                f"  {asked.name} {task}: {runs[task][-1].seconds:.1f} s, {runs[task][-1].size:.2f} GiB",
                flush=True,
            )
    answers = {run.answer for task, each in runs.items() if task != "sort" for run in each}
    if len(answers) > 1:
        raise SystemExit(f"the answers over {asked.name} differ: nothing is compared")
    return {
        task: Run(statistics.median(run.seconds for run in each), max(run.size for run in each), "")
        for task, each in runs.items()
    }


def table(found: dict[Asked, dict[str, Run]]) -> list[str]:
    """Return the table of ratios, as Markdown."""
    lines = [
        "| rows | ids | currencies | task | seconds | of the sort | Bookload takes | GiB |",
        "|---:|---|---:|---|---:|---:|---:|---:|",
    ]
    for asked, runs in found.items():
        for task, run in runs.items():
            times = f"{run.seconds / runs['sort'].seconds:.1f} ×"
            beside = "" if task in ("sort", "bookload") else f"1/{run.seconds / runs['bookload'].seconds:.1f}"
            lines.append(
                f"| {asked.rows:,} | {asked.ids} | {asked.currencies} | {task} | {run.seconds:.1f} | {times} "
                f"| {beside} | {run.size:.2f} |"
            )
    return lines


def growth(found: dict[Asked, dict[str, Run]]) -> list[str]:
    """Return what ten times the rows and more currencies cost, as sentences."""
    took = {
        (asked.rows, asked.ids, asked.currencies): runs["bookload"].seconds for asked, runs in found.items()
    }
    said = []
    if {(SMALL, "whole", 1), (LARGE, "whole", 1)} <= took.keys():
        said.append(
            f"Ten times the rows take {took[LARGE, 'whole', 1] / took[SMALL, 'whole', 1]:.1f} times as long."
        )
    for rows in (SMALL, LARGE):
        if {(rows, "whole", 1), (rows, "whole", 3)} <= took.keys():
            times = took[rows, "whole", 3] / took[rows, "whole", 1]
            said.append(
                f"Three currencies as booked take {times:.2f} times as long as one, over {rows:,} rows."
            )
    return said


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--task", choices=TASKS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--large", action="store_true", help="10M rows as well")
    parser.add_argument("--times", type=int, default=3, help="runs of each task; the median counts")
    parser.add_argument("--write", action="store_true", help="write docs/reference/speed.md")
    parser.add_argument("--rows", type=Path, help="where the made rows are kept between calls")
    given = parser.parse_args()
    if given.task:
        measured(given.task, given.folder)
        return
    found: dict[Asked, dict[str, Run]] = {}
    with tempfile.TemporaryDirectory() as folder:
        root = given.rows or Path(folder)
        for rows in (SMALL, LARGE) if given.large else (SMALL,):
            for ids, currencies, tasks in DATA:
                asked = Asked(rows, ids, currencies)
                found[asked] = in_turns(tasks, asked, root, given.times)
    lines = [*table(found), "", *growth(found)]
    print("\n".join(lines))
    if given.write:
        head = PAGE.read_text(encoding="utf-8").partition(MARK)[0]
        PAGE.write_text(head + MARK + "\n\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
