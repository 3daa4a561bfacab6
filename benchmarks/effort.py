"""How long `effort` takes over millions of activities, beside DuckDB grouping the same rows once.

- `group`: DuckDB sums minutes by account, person, kind, stage and month, and keeps the groups. Nothing else.
- `sides`: the time by account, segment, stage, activity, person and month, what is internal and what nobody
  explains, every row of each: minutes from ends where none are stated, shares of several accounts exact, and
  segments as they were in each month. This is what has to be within three times the grouping.
- `page`: the one page of `bookload effort`: months, steps with robust means, stages with trends, time against
  revenue with a bootstrap, entitlement, and all candidates, which read and group every subject. Shown, and
  held to nothing.

Each task is a fresh process with one thread, in turns, on a workspace on which nothing has been asked before;
the time is that of the processor, from before the first row is read until the answer is there. All must come
to the same minutes, or nothing is printed. Rows come of a seed: 100 activities an account over 24 months,
heavy tails, a twentieth for several accounts, 600 different subjects.

    python benchmarks/effort.py                # 10M activities, as is promised
    python benchmarks/effort.py --rows 1000000 # 1M: what does not grow with the rows counts more
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
from datetime import date
from pathlib import Path

import duckdb

from bookload.base.access import Access
from bookload.data.documents import Journey, Policy
from bookload.data.engine import connect
from bookload.data.engine.duck import CONFIG
from bookload.data.tables import arrow_schema, empty, table_names
from bookload.metrics.effort import read_log
from bookload.metrics.effort.tally import all_sides
from bookload.planning.journey.spans import stage_spans
from bookload.workspace.company import Company
from bookload.workspace.reading import Workspace

AS_OF = date(2026, 6, 30)
FIRST = "2024-07-01"
SEED = 0.2026
AN_ACCOUNT = 100
MOST = 3.0
"""How many times as long as the grouping it may take."""

ACTIVITIES = """
    SELECT 'P-' || (a.person % {people}) AS person_id,
        ['check_in', 'email', 'business_review', 'training', 'usage_report', 'internal'][1 + a.kind] AS kind,
        TIMESTAMPTZ '{first} 08:00:00+00' + to_minutes(a.minute) AS start_at,
        greatest(1, round(exp(a.normal * 0.8) * 30))::BIGINT * 10000 AS minutes,
        NULL::TIMESTAMPTZ AS end_at,
        CASE WHEN a.kind = 5 THEN NULL
            WHEN a.several < 0.05 THEN 'A-' || a.account || ';A-' || ((a.account + 1) % {accounts})
            ELSE 'A-' || a.account END AS account_id,
        ['onboarding', 'steady', 'renewal', NULL][1 + a.stage] AS stage,
        ['call', 'e-mail'][1 + a.kind % 2] AS channel,
        ['outbound', 'inbound'][1 + (a.several > 0.7)::INT] AS direction,
        NULL::VARCHAR AS attendees,
        'Subject ' || chr(97 + a.subject % 26) || chr(97 + a.subject // 26) AS subject,
        CASE WHEN a.stage = 0 THEN 'standard' END AS playbook,
        NULL::VARCHAR AS outcome, 'ACT-' || i AS activity_id
    FROM (SELECT i, (random() * 1e9)::BIGINT AS person, (random() * 5.99)::BIGINT % 6 AS kind,
        (random() * 1040000)::BIGINT AS minute,
        sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()) AS normal, random() AS several,
        (random() * {accounts})::BIGINT % {accounts} AS account, (random() * 3.99)::BIGINT % 4 AS stage,
        (random() * 600)::INT AS subject FROM range({rows}) AS r(i)) AS a
"""
GROUPED = """
    CREATE TEMP TABLE grouped AS SELECT account_id, person_id, kind, stage,
        extract(year FROM start_at) * 12 + extract(month FROM start_at) AS month, sum(minutes) AS minutes
    FROM read_parquet('{path}') GROUP BY ALL
"""


def made(rows: int, root: Path) -> Path:
    """Return the folder with so many activities, their accounts and one subscription each."""
    folder = root / str(rows)
    if (folder / "subscriptions.parquet").exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    accounts, people = rows // AN_ACCOUNT, 200
    connection = duckdb.connect(config=CONFIG)
    connection.execute("SELECT setseed(?)", [SEED])
    log = ACTIVITIES.format(rows=rows, accounts=accounts, people=people, first=FIRST)
    _write(connection, "activities", log, folder)
    ids = f"SELECT 'A-' || i AS account_id, i FROM range({accounts}) AS r(i)"  # noqa: S608 - our own rows
    named = f"""SELECT account_id, account_id AS name,
        ['Enterprise', 'Mid-market', 'SMB'][1 + i % 3] AS segment FROM ({ids})"""  # noqa: S608
    _write(connection, "accounts", named, folder)
    price = f"""SELECT 'S-' || i AS subscription_id, account_id, DATE '2024-01-01' AS start_date,
        (100 + i % 977) * 1000000 AS amount, 'month' AS "interval", 1 AS interval_count, 'USD' AS currency
        FROM ({ids})"""  # noqa: S608
    _write(connection, "subscriptions", price, folder)
    return folder


def _write(connection: duckdb.DuckDBPyConnection, table: str, rows: str, folder: Path) -> None:
    """Write rows as a snapshot has them: all columns of the contract, those not given empty."""
    given = connection.sql(f"SELECT * FROM ({rows}) LIMIT 0").columns  # noqa: S608
    kinds = {"string": "VARCHAR", "int64": "BIGINT", "date32[day]": "DATE", "bool": "BOOLEAN"}
    schema = arrow_schema(table)
    columns = ", ".join(
        f'CAST("{name}" AS {kinds.get(str(kind), "TIMESTAMPTZ")}) AS "{name}"'
        if name in given
        else f'CAST(NULL AS {kinds.get(str(kind), "TIMESTAMPTZ")}) AS "{name}"'
        for name, kind in zip(schema.names, schema.types, strict=True)
    )
    path = folder / f"{table}.parquet"
    connection.execute(f"COPY (SELECT {columns} FROM ({rows})) TO '{path}' (FORMAT parquet)")  # noqa: S608


def group(folder: Path, _: Path) -> int:
    """Group the rows once."""
    connection = duckdb.connect(config=CONFIG)
    connection.execute(GROUPED.format(path=folder / "activities.parquet"))
    return int(connection.sql("SELECT sum(minutes) FROM grouped").fetchall()[0][0])


def sides(folder: Path, kept: Path) -> int:
    """Ask Bookload for the time by every side."""
    workspace = opened(folder, kept)
    found = all_sides(read_log(workspace, stage_spans(workspace)))
    (minutes,) = {sum(row.minutes for row in rows) for rows in found.values()}
    return minutes


def page(folder: Path, kept: Path) -> int:
    """Ask Bookload for the one page."""
    hours = opened(folder, kept).effort().hours
    return sum(row.minutes for row in hours.places) if hours else 0


def opened(folder: Path, kept: Path) -> Workspace:
    """Return a workspace over the rows of a folder."""
    sources = {name: empty(name) for name in table_names()}
    sources |= {path.stem: path for path in folder.glob("*.parquet")}
    company = Company("rows", Policy(), Journey(), sources, None, AS_OF, None, kept)
    return Workspace(company, connect(), Access())


TASKS: dict[str, Callable[[Path, Path], int]] = {"group": group, "sides": sides, "page": page}


def measured(task: str, folder: Path) -> None:
    """Do a task in this process, and print what it took."""
    with tempfile.TemporaryDirectory() as kept:
        before = _seconds()
        answer = TASKS[task](folder, Path(kept))
        seconds = _seconds() - before
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(json.dumps([seconds, size, answer]))


def _seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measure, print, and fail where the sides take more than three times the grouping."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--task", choices=TASKS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--rows", type=int, default=10_000_000, help="how many activities")
    parser.add_argument("--times", type=int, default=3, help="runs of each task; the median counts")
    parser.add_argument("--kept", type=Path, help="where the made rows are kept between calls")
    given = parser.parse_args()
    if given.task:
        measured(given.task, given.folder)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = made(given.rows, given.kept or Path(temporary))
        runs: dict[str, list[list[float]]] = {task: [] for task in TASKS}
        for _ in range(given.times):
            for task in TASKS:
                command = [sys.executable, __file__, "--task", task, "--folder", str(folder)]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                runs[task].append(json.loads(done.stdout.splitlines()[-1]))
                print(f"  {task}: {runs[task][-1][0]:.2f} s, {runs[task][-1][1]:.2f} GiB", flush=True)
    if len({answer for each in runs.values() for _, _, answer in each}) > 1:
        raise SystemExit("the minutes differ: nothing is compared")
    took = {task: statistics.median(seconds for seconds, _, _ in each) for task, each in runs.items()}
    ratio = {task: seconds / took["group"] for task, seconds in took.items()}
    print(
        f"{given.rows:,} activities: the time by all sides takes {ratio['sides']:.2f} times the grouping "
        f"(at most {MOST:.0f}), the whole page {ratio['page']:.2f} times"
    )
    if ratio["sides"] > MOST:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
