"""What a workspace holds before anybody reads it, and what is found out of it whoever does."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    import ibis.expr.operations as ops

    from bookload.base.period import Month
    from bookload.data.documents import Journey, Levers, Policy
    from bookload.data.engine import Source
    from bookload.data.snapshots import Manifest


@dataclass(frozen=True)
class Company:
    """What a workspace holds, before anybody reads it."""

    name: str
    policy: Policy
    journey: Journey
    sources: Mapping[str, Source]
    snapshot: str | None
    data_through: date
    known_from: date | None
    cache: Path | None
    findings: int = 0
    manifest: Manifest | None = None
    levers: Levers | None = None
    documents: Mapping[str, str] = field(default_factory=dict)
    """The sha256 of each document's text, by its name."""

    earlier: Callable[[str], Company] | None = None
    """What the company was at another of its snapshots, under the documents of now."""
    root: Path | None = None
    """The folder that its scenarios are in; None for a company in memory."""


class Facts:
    """What is known of a company whatever its journey: the tables derived from its rows, by name."""

    def __init__(self, derived: dict[str, Source] | None = None) -> None:
        """Begin with nothing known, or with tables whose names say all that they depend on."""
        self.derived: dict[str, Source] = {} if derived is None else derived
        self.taken_from: dict[ops.Node, ops.Node] = {}
        """Rows of the accounts that are asked about, and the table of all that they were taken from."""
        self.first_month: Month | None = None

    def is_there(self) -> bool:
        """Return whether the tables that were written to files are still there."""
        return all(not isinstance(each, Path) or each.exists() for each in self.derived.values())
