"""The scenarios of a workspace as a reader may see them, and the company as one of them has it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from bookload.base import audit
from bookload.base.access import Right
from bookload.base.errors import DocumentError, UsageError, unknown
from bookload.data import documents
from bookload.data.documents.store import SCENARIOS
from bookload.metrics.revenue.stocks import stock
from bookload.planning.plan.scenarios import KEYS, Broken, WhatIf, checked, variant
from bookload.workspace.beside import NONE_THERE
from bookload.workspace.paths import existing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from bookload.base.access import Access
    from bookload.data.documents import ScenarioPay
    from bookload.report.document import Json
    from bookload.workspace.reading import Workspace

LOGGED = "scenario pay"
NOT_SAID = "it cannot be meant as it is written; whoever edits scenarios is told why"


@dataclass(frozen=True)
class Supposed:
    """A company as a scenario has it, and what that changes, for a reader and in words."""

    reader: Workspace
    what_if: WhatIf
    said: str

    @property
    def body(self) -> dict[str, Json]:
        """What a document says of it."""
        scenario = self.what_if.scenario
        return {
            "scenario": self.what_if.name,
            "name": scenario.name,
            "sentence": scenario.sentence,
            "parts": list(self.what_if.parts),
            "pay_withheld": self.what_if.pay_withheld,
        }


def log_pay(root: Path, access: Access, *, now: datetime, who: str) -> None:
    """Log the hash of each text of pay beside a scenario, once, before a reader who may see pay asks.

    The audit keeps the hash alone. For readers without the right to single salaries nothing is read.
    """
    names = [name for name in documents.scenario_names(root) if documents.has_scenario_pay(root, name)]
    if not names or not access.allows(Right.PAY_PERSON):
        return
    log = existing(root).audit
    known = [entry.detail for entry in audit.read(log) if entry.what == LOGGED]
    for name in names:
        _, hash_ = documents.written(root / SCENARIOS / f"{name}.pay.toml")
        detail = {"scenario": name, "sha256": hash_}
        if detail not in known:
            audit.append(log, at=now, who=who, what=LOGGED, detail=detail)


def read_what_ifs(
    root: Path, names: Sequence[str], access: Access
) -> tuple[tuple[WhatIf, ...], tuple[Broken, ...]]:
    """Return scenarios by the names of their files, all where none is named, and those that do not read.

    The pay beside one is read by who has the right to single salaries, and by nobody else; see `log_pay`.
    Raises `UsageError` for a scenario that is not there, and `DocumentError` for one that is named and does
    not read.
    """
    there = documents.scenario_names(root)
    if not there:
        raise UsageError(NONE_THERE)
    found, broken = [], []
    for name in names or there:
        if name not in there:
            raise unknown("scenario", name, there)
        try:
            document = documents.read_scenario(root, name)
            pay, withheld = _pay(root, name, access)
        except DocumentError as error:
            if names:
                raise
            broken.append(Broken(name, str(error)))
            continue
        found.append(WhatIf(name, document.content, pay, withheld, _lines(document.text)))
    return tuple(found), tuple(broken)


def supposed(reader: Workspace, name: str) -> Supposed:
    """Return the company as a scenario has it.

    Who sees pay of groups alone sees none in it: the difference of two sums would tell what the one person
    earns whom the scenario adds or takes away. Raises as `read_what_ifs` does, and `DocumentError` for a
    scenario that cannot be meant.
    """
    root = reader.company.root
    if root is None:
        raise UsageError(f"there is no scenario '{name}': this company is in memory, and has no files")
    with hushed(reader.access, f"scenarios/{name}.toml"):
        (what_if,), _ = read_what_ifs(root, (name,), reader.access)
        narrowed = reader.seen_by(without_sums(reader.access))
        made = variant(narrowed, what_if, what_if.parts, reader.company.levers)
    parts = ", ".join(part for part in what_if.parts if part != "growth") or "nothing"
    said = f"Scenario {name}, which changes {parts}: {what_if.scenario.sentence}"
    if made.growth:
        said += (
            " Its growth is not in here: it counts where scenarios are compared. A forecast has drivers of "
            "its own, which a scenario states under [policy.forecast]."
        )
    if what_if.pay_withheld:
        said += f" Pay changes too ({name}.pay.toml); it needs the right to pay_person."
    # What a workspace becomes under another policy, journey or team is a workspace.
    return Supposed(cast("Workspace", made.reader), what_if, said)


def without_sums(access: Access) -> Access:
    """Return what a reader may see of a company that is not so: no pay at all without single salaries."""
    if access.allows(Right.PAY_PERSON):
        return access
    return replace(access, rights=access.rights - {Right.PAY_GROUP})


@contextmanager
def hushed(access: Access, file: str) -> Iterator[None]:
    """Say to who may not see names no more than that a scenario cannot be meant: why may name somebody."""
    try:
        yield
    except DocumentError:
        if access.allows(Right.PERSON_NAMES):
            raise
        raise DocumentError(unsaid(file)) from None


def unsaid(file: str) -> str:
    """Return what is said of a scenario that cannot be meant to who may not see names."""
    return f"{file}: {NOT_SAID}"


def may_be_meant(root: Path, name: str, text: str) -> None:
    """Raise `DocumentError` for a scenario's text that policy, journey and levers say cannot be meant.

    What depends on rows, as whether somebody who is to leave is there, is told when it is asked for.
    """
    scenario = documents.parse(text, documents.Scenario, f"{SCENARIOS}/{name}.toml")
    policy, journey = documents.read_policy(root).content, documents.read_journey(root).content
    levers = documents.read_levers(root)
    what_if = WhatIf(name, scenario, lines=_lines(text))
    checked(what_if, policy, journey, levers.content if levers else None)


def segments_of(reader: Workspace) -> tuple[str, ...]:
    """Return the segments that a scenario may let grow, by name."""
    return tuple(sorted({row.key for row in stock(reader, "segment") if row.key is not None}))


def _lines(text: str) -> Mapping[str, int]:
    """Return the line that each part of a scenario begins on."""
    found = {
        part: [line for key in keys if (line := documents.line_of(text, (key,)))]
        for part, keys in KEYS.items()
    }
    return {part: min(lines) for part, lines in found.items() if lines}


def _pay(root: Path, name: str, access: Access) -> tuple[ScenarioPay | None, bool]:
    """Return the pay beside a scenario, and whether there is one that the reader may not know of."""
    if not access.allows(Right.PAY_PERSON):
        return None, documents.has_scenario_pay(root, name)
    document = documents.read_scenario_pay(root, name)
    return (None if document is None else document.content), False
