"""The documents that some answers read beside policy and journey: levers, scenarios, the pay beside those."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from bookload.base.access import Right
from bookload.base.errors import UsageError, unknown
from bookload.data.documents import scenario_names
from bookload.data.documents.store import LEVERS, SCENARIOS
from bookload.workspace.given_out import stands_on

if TYPE_CHECKING:
    from pathlib import Path

    from bookload.base.access import Access


class Reads(StrEnum):
    """The documents that an answer depends on; of a scenario on that too, whatever the question."""

    POLICY_AND_JOURNEY = "policy and journey"
    LEVERS = "levers too"
    SCENARIOS = "levers and all scenarios too"
    GIVEN_OUT = "the board reports given out, and the last plan that was kept, too"


class Reading(Protocol):
    """What says which documents its answer depends on: a question."""

    @property
    def reads(self) -> Reads:
        """Those documents."""


NONE_THERE = "there are no scenarios in scenarios/; write one (docs: Compare scenarios)"


def beside(root: Path, question: Reading, scenario: str | None, access: Access) -> str:
    """Return what an answer depends on besides policy and journey, as one hash; empty where on nothing.

    It is the same for readers without the right to single salaries whatever the pay beside a scenario is.
    Raises `UsageError` for a scenario that is not there, naming those that are.
    """
    if question.reads == Reads.POLICY_AND_JOURNEY and scenario is None:
        return ""
    if question.reads == Reads.GIVEN_OUT:
        return stands_on(root)
    there = scenario_names(root)
    if scenario is not None and scenario not in there:
        raise unknown("scenario", scenario, there) if there else UsageError(NONE_THERE)
    names = there if question.reads == Reads.SCENARIOS else (scenario,) if scenario else ()
    files = [LEVERS, *(f"{SCENARIOS}/{name}.toml" for name in names)]
    if access.allows(Right.PAY_PERSON):
        files += [f"{SCENARIOS}/{name}.pay.toml" for name in names]
    else:
        files += [f"{name} has pay" for name in names if (root / SCENARIOS / f"{name}.pay.toml").exists()]
    digest = hashlib.sha256()
    for file in files:
        path = root / file
        digest.update(repr((file, path.read_bytes() if path.is_file() else None)).encode())
    return digest.hexdigest()[:32]
