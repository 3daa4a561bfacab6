"""Workspaces whose rows stay in the user's own database: what is said of them, and what is wrong there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bookload.base.errors import DataError, DocumentError, Finding, WorkspaceError
from bookload.data.tables import empty, table_names, unbound
from bookload.data.tables.live import counted, live_checks, live_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from bookload.data.documents import Policy
    from bookload.data.engine import Engine, Source
    from bookload.data.snapshots import Snapshot
    from bookload.data.tables.live import LiveCheck

NOT_REPRODUCIBLE = "live, not reproducible"
"""What stands where a snapshot's id would, in every document, page and sheet."""


def live_sources(policy: Policy, held: Snapshot | None) -> Mapping[str, Source]:
    """Return where each table's rows are: in the database, else in the snapshot, else nowhere.

    Raises `DocumentError` where the policy's engine has no tables of its own.
    """
    if policy.engine.url.startswith("duckdb"):
        raise DocumentError(
            "[tables] names tables of a database, and [engine] url names none; "
            'write url = "postgresql://user@host/database" or "spark://host:7077"'
        )
    kept: Mapping[str, Source] = held.sources() if held else {name: empty(name) for name in table_names()}
    return {**kept, **{table: live_table(table, name) for table, name in policy.tables.items()}}


def live_through(policy: Policy, as_of: date | None) -> date:
    """Return the last day that live rows know all of: stated, for rows that move cannot say it."""
    through = policy.company.data_through or as_of
    if through is None:
        raise WorkspaceError(
            "tables are live, so nothing says through which day they are complete; "
            "state [company] data_through in bookload.toml, or ask with --as-of"
        )
    return through


def live_findings(policy: Policy, engine: Engine, sources: Mapping[str, Source]) -> tuple[Finding, ...]:
    """Return what is wrong with live rows now, one finding a problem; a table is asked in two queries."""
    found: list[Finding] = []
    for table in sorted(policy.tables):
        checks = list(live_checks(table))
        of_rows = [check for check in checks if check.rows.op() == unbound(table).op()]
        of_keys = [check for check in checks if check not in of_rows]
        wrong = [one for each in (of_rows, of_keys) if each for one in _wrong(engine, sources, each)]
        found += [replace(one, file=policy.tables[table]) for one in wrong]
    return tuple(found)


def _wrong(engine: Engine, sources: Mapping[str, Source], checks: Sequence[LiveCheck]) -> Iterator[Finding]:
    """Yield what checks of the same rows find; where a cell cannot be read, they are asked one by one."""
    try:
        counts = [next(iter(column)).as_py() for column in engine.run(counted(checks), sources).columns]
    except DataError as error:
        if len(checks) == 1:
            yield replace(checks[0].finding, code="unreadable-value", message=str(error))
            return
        unreadable = set()
        for check in checks:
            for one in _wrong(engine, sources, [check]):
                if one.code != "unreadable-value" or one.column not in unreadable:
                    yield one
                    unreadable.add(one.column)
        return
    for check, count in zip(checks, counts, strict=True):
        if count:
            yield replace(check.finding, count=count)


def told_live(policy: Policy) -> Finding:
    """Return the note that figures of a workspace cannot be had again, and why."""
    return Finding(
        code="live-tables",
        message=f"{', '.join(sorted(policy.tables))}: rows are read where they are; {NOT_REPRODUCIBLE}",
        remedy="Import files for figures that can be computed again; live tables are for looking at today.",
        severity="note",
    )
