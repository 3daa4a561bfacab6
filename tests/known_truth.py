"""The sample company with a truth stated for one stage, and what an oracle would say from the same log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from bookload.data import demo
from bookload.data.demo import Company, Truth
from bookload.data.demo.kinds import KINDS, true_mean
from bookload.data.documents import Journey
from bookload.data.documents.store import parse
from bookload.planning.journey.calibration.exposure import Place
from bookload.planning.journey.calibration.observed import Observed
from bookload.workspace import Workspace, memory

ONBOARDING = (
    Truth("onboarding", "onboarding_call", 80),
    Truth("onboarding", "integration_setup", 130),
    Truth("onboarding", "training", 105),
)
"""Onboarding that takes half as long again as the generator's kinds say."""

READ = ("accounts", "account_events", "subscriptions", "activities")
STAGES = ("onboarding", "renewal", "steady")
"""The stages that the log states."""


def read(company: Company) -> Workspace:
    """The company as the product reads it, without the files in between."""
    tables = {name: [_filled(row) for row in company.tables[name]] for name in READ}
    integrations = [
        {"account_id": row["account_id"], "name": "integrations", "value": row.pop("integrations")}
        for row in tables["accounts"]
    ]
    journey = parse(company.documents["journey.toml"], Journey, "journey.toml")
    rows: Mapping[str, Sequence[Mapping[str, object]]] = {**tables, "account_attributes": integrations}
    return memory(rows, as_of=demo.THROUGH, journey=journey, known_from=demo.KNOWN_FROM)


def _filled(row: Mapping[str, str]) -> dict[str, object]:
    return {name: value for name, value in row.items() if value}


def observed(accounts: Sequence[Mapping[str, str]], rows: Sequence[Mapping[str, str]]) -> Observed:
    """What calibration reads of a log whose stages are those stated, for one account each, minutes known."""
    used = [row for row in rows if row["stage"] and row["minutes"] and ";" not in row["account_id"]]
    used = [row for row in used if row["account_id"]]
    segments = sorted({account["segment"] for account in accounts})
    names = [account["account_id"] for account in accounts]
    number = {name: place for place, name in enumerate(names)}
    segment = np.array([segments.index(account["segment"]) for account in accounts])
    account = np.array([number[row["account_id"]] for row in used])
    kinds = sorted({row["kind"] for row in used})
    return Observed(
        minutes=np.array([float(row["minutes"]) for row in used]),
        kind=np.array([kinds.index(row["kind"]) for row in used]),
        stage=np.array([STAGES.index(row["stage"]) for row in used]),
        place=segment[account],
        account=account,
        month=np.zeros(len(used), np.int64),
        sold=np.ones(len(used), bool),
        held_out=np.zeros(len(used), bool),
        kinds=tuple(kinds),
        stages=STAGES,
        places=tuple(Place(name, None) for name in segments),
        numbers={},
    )


def minutes_of(rows: Sequence[Mapping[str, str]], truth: Truth) -> list[int]:
    """The minutes that a log states of a stage and kind, of rows for an account."""
    return [
        int(row["minutes"])
        for row in rows
        if (row["stage"], row["kind"]) == (truth.stage, truth.kind) and row["minutes"] and row["account_id"]
    ]


def oracle(minutes: Sequence[int], truth: Truth) -> tuple[float, float]:
    """The 95% interval of who knows that minutes are log-normal, their spread, their rounding and their cap.

    All that is left to estimate is the median: its logarithm has the standard error spread / sqrt(n).
    """
    kind = KINDS[truth.kind]
    spread = kind.spread if truth.spread is None else truth.spread
    centre, error = float(np.log(minutes).mean()), spread / len(minutes) ** 0.5
    low, high = (float(np.exp(centre + side * 1.96 * error)) for side in (-1, 1))
    return _mean_of(truth, low), _mean_of(truth, high)


def _mean_of(truth: Truth, median: float) -> float:
    return true_mean(KINDS[truth.kind], replace(truth, minutes=median))
