"""Imports in tests: files written from texts, one import after the other, as a workspace does them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

from bookload.base.errors import Finding, errors_in
from bookload.base.money import from_micros
from bookload.base.progress import Progress
from bookload.data import ingest, snapshots
from bookload.data.documents import Policy
from bookload.data.tables import checks, contract

TODAY = date(2026, 3, 31)


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> list[Path]:
    """Write files into a folder and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, content in files.items():
        path = folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        paths.append(path)
    return paths


def imported(folder: Path, files: Mapping[str, str | bytes], **more: Any) -> ingest.Import:
    """What importing these files into nothing would write."""
    settings: dict[str, Any] = {"previous": None, "policy": Policy(), "today": TODAY}
    return ingest.run(write_files(folder, files), **{**settings, **more})


def mapped(text: str) -> ingest.Mapping:
    """The mapping that a `--map` file with this text states."""
    return ingest.mapping_of(text, "map.toml")


def rows(plan: ingest.Import, table: str, *columns: str) -> list[tuple[Any, ...]]:
    """The rows of a table, sorted, of these columns; money as decimals."""
    named = contract(table)
    found = []
    for row in plan.tables[table].to_pylist():
        values = tuple(_shown(row[name], named[name].type) for name in columns)
        found.append(values)
    return sorted(found, key=lambda row: tuple(map(str, row)))


def _shown(value: object, kind: str) -> object:
    return from_micros(value) if kind == "money" and isinstance(value, int) else value


def total(plan: ingest.Import, table: str, column: str) -> int:
    """The sum of a column as it is stored."""
    return int(pc.sum(plan.tables[table][column]).as_py() or 0)


def coded(findings: tuple[Finding, ...], code: str) -> list[Finding]:
    """The findings of a kind."""
    return [finding for finding in findings if finding.code == code]


@dataclass
class Company:
    """A workspace's state without the workspace: imports that follow one another."""

    folder: Path
    policy: Policy = field(default_factory=Policy)
    mapping: ingest.Mapping | None = None
    count: int = 0

    def load(self, files: Mapping[str, str | bytes], today: date, **more: Any) -> ingest.Import:
        """Import files and keep what came of it; errors fail the test."""
        plan = self.plan(files, today, **more)
        errors = errors_in((*plan.findings, *checks.run(plan.tables, where=plan.origins)))
        assert not errors, "\n".join(map(str, errors))
        snapshots.write(
            self.folder / "state",
            plan.tables,
            loaded_at=datetime(today.year, today.month, today.day, 12, tzinfo=UTC),
            data_through=plan.data_through,
            known_from=plan.known_from,
            files=plan.files,
            program="0",
            progress=Progress(),
        )
        self.mapping = plan.mapping
        return plan

    def plan(self, files: Mapping[str, str | bytes], today: date, **more: Any) -> ingest.Import:
        """What an import would write, without keeping it."""
        self.count += 1
        return ingest.run(
            write_files(self.folder / str(self.count), files),
            previous=snapshots.current(self.folder / "state"),
            policy=self.policy,
            today=today,
            last=self.mapping,
            **more,
        )
