"""What an import did, or would do: what each sheet and column was taken for, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from bookload.report.document import VERSION, plain

if TYPE_CHECKING:
    from bookload.base.errors import Finding
    from bookload.data.ingest import Import, Taken
    from bookload.data.snapshots import Snapshot
    from bookload.report.document import Document
    from bookload.report.terminal import Part


class Outcome(Protocol):
    """What there is to say of an import."""

    @property
    def plan(self) -> Import:
        """What it would write."""
        ...

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What it found."""
        ...

    @property
    def snapshot(self) -> Snapshot | None:
        """What it wrote; None if nothing."""
        ...

    @property
    def changed(self) -> bool:
        """Whether the data differs from what was there before."""
        ...

    @property
    def refused(self) -> bool:
        """Whether errors forbid writing."""
        ...


def body(done: Outcome) -> Document:
    """Return what was read, as what, and what came of it."""
    plan = done.plan
    return {
        "version": VERSION,
        "snapshot": done.snapshot.id if done.snapshot else None,
        "refused": done.refused,
        "changed": done.changed,
        "data_through": plan.data_through.isoformat(),
        "data_through_reason": plan.reason,
        "known_from": plain(plan.known_from, None),
        "tables": {name: rows.num_rows for name, rows in plan.tables.items() if rows.num_rows},
        "sheets": [plain(taken, None) for taken in plan.summary],
        "questions": [plain(question, None) for question in plan.questions],
        "findings": [plain(finding, None) for finding in done.findings],
    }


def tables(done: Outcome, *, dry_run: bool) -> list[Part]:
    """Return what each file was taken for, and the outcome in one line."""
    plan = done.plan
    parts: list[Part] = [_taken(taken) for taken in plan.summary]
    parts.append(f"data through {plan.data_through}: {plan.reason}")
    parts.append(_outcome(done, dry_run=dry_run))
    return parts


def _taken(taken: Taken) -> str:
    """Return one sheet in a line or two: an `=` reads "my column = your column"."""
    name = f"{taken.file} · {taken.sheet}" if taken.sheet else taken.file
    if taken.table is None:
        return f"{name}: not used"
    renamed = [f"{field} = {header}" for field, header in taken.columns.items() if header != field]
    columns = f"; {', '.join(renamed)}" if renamed else ""
    return f"{name}: {taken.rows:,} rows of {taken.table}{columns}"


def _outcome(done: Outcome, *, dry_run: bool) -> str:
    counts = ", ".join(
        f"{rows.num_rows:,} {name}" for name, rows in done.plan.tables.items() if rows.num_rows
    )
    if done.refused:
        return "nothing was written: mend the errors, or say what was meant with --map or --answer"
    if dry_run:
        return f"this is what would be written: {counts}"
    if not done.changed:
        return "nothing changed: these rows are there already"
    held = done.snapshot.id if done.snapshot else ""
    return f"snapshot {held}: {counts}\nnext: bookload report"
