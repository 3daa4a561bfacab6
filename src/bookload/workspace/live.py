"""Workspaces whose rows stay in the user's own database: what is said of them, and what is wrong there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bookload.base.errors import DocumentError, Finding, WorkspaceError
from bookload.data.tables import empty, table_names
from bookload.data.tables.live import live_checks, live_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from bookload.data.documents import Policy
    from bookload.data.engine import Engine, Source
    from bookload.data.snapshots import Snapshot

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
    """Return what is wrong with live rows now, one finding a problem, each found by one query."""
    found: list[Finding] = []
    for table in sorted(policy.tables):
        for check in live_checks(table):
            (wrong,) = engine.run(check.wrong, sources)["wrong"].to_pylist()
            if wrong:
                found.append(replace(check.finding, count=wrong, file=policy.tables[table]))
    return tuple(found)


def told_live(policy: Policy) -> Finding:
    """Return the note that figures of a workspace cannot be had again, and why."""
    return Finding(
        code="live-tables",
        message=f"{', '.join(sorted(policy.tables))}: rows are read where they are; {NOT_REPRODUCIBLE}",
        remedy="Import files for figures that can be computed again; live tables are for looking at today.",
        severity="note",
    )
