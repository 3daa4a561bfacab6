"""Journey minutes by step: what each activity takes in each stage, and what that makes over the log.

Deliveries, not shares: a webinar for twelve accounts is one delivery. Only what was for accounts is a step.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import ibis.expr.types as ir

from bookload.data.reader import Reader
from bookload.metrics.effort.robust import CutMean, cut_mean, load, median
from bookload.metrics.effort.shared import shared

Key = tuple[str | None, str]
Values = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Step:
    """One activity in one stage (None: not stated), over the log; minutes x 10^4.

    `deliveries` are those with known minutes, `unknown` the others. `mean` is the robust mean, loaded, and
    `modelled` is deliveries x mean; over all steps it is `minutes`, and `residual` is what is left of one.
    """

    stage: str | None
    activity: str
    deliveries: int
    unknown: int
    minutes: int
    median: Fraction | None
    cut_at: Fraction | None
    mean: Fraction | None

    @property
    def modelled(self) -> Fraction:
        """Minutes that the robust mean gives."""
        return self.deliveries * self.mean if self.mean is not None else Fraction(0)

    @property
    def residual(self) -> Fraction:
        """Minutes logged beyond those modelled."""
        return self.minutes - self.modelled


def step_minutes(reader: Reader, spells: ir.Table | None = None) -> ir.Table:
    """Return how many deliveries took how long: stage, activity, followed, took (x 10^4), deliveries.

    `followed` is whether a playbook was; `took` is null where not known. Unique by the first four.
    """
    rows = shared(reader, spells)
    # The first account's row stands for the delivery; its whole minutes are the sum of the shares.
    sold = rows.filter(rows.place == "account", rows.activities == 1)
    keyed = sold.select(
        "stage", activity=sold.kind, followed=sold.playbook.notnull(), took=sold.whole_minutes
    )
    return keyed.group_by("stage", "activity", "followed", "took").aggregate(deliveries=keyed.count())


@dataclass(frozen=True)
class Deliveries:
    """How many deliveries took how long, by stage, activity, and whether a playbook was followed.

    Values are (minutes x 10^4, how many). `unknown` counts those whose minutes nobody knows.
    """

    known: Mapping[tuple[str | None, str, bool], Values]
    unknown: Mapping[Key, int]


def read_deliveries(reader: Reader, spells: ir.Table | None = None) -> Deliveries:
    """Return the rows of `step_minutes`; needs the right to people's time."""
    listed: list[dict[str, Any]] = reader.collect(step_minutes(reader, spells)).rows()
    known: dict[tuple[str | None, str, bool], list[tuple[int, int]]] = defaultdict(list)
    unknown: dict[Key, int] = defaultdict(int)
    for row in listed:
        if row["took"] is None:
            unknown[row["stage"], row["activity"]] += row["deliveries"]
        else:
            cell = known[row["stage"], row["activity"], row["followed"]]
            cell.append((row["took"], row["deliveries"]))
    return Deliveries(known, unknown)


def steps(deliveries: Deliveries) -> tuple[Step, ...]:
    """Return the steps in the order of stage and activity."""
    known: dict[Key, list[tuple[int, int]]] = defaultdict(list)
    for (stage, activity, _), values in deliveries.known.items():
        known[stage, activity].extend(values)
    means = {key: mean for key, values in known.items() if (mean := cut_mean(values)) is not None}
    factor = load(means.values())
    keys = sorted({*known, *deliveries.unknown}, key=lambda key: (key[0] is None, key[0] or "", key[1]))
    return tuple(
        _step(key, means.get(key), known.get(key, ()), deliveries.unknown.get(key, 0), factor) for key in keys
    )


def _step(key: Key, mean: CutMean | None, values: Values, unknown: int, factor: Fraction) -> Step:
    stage, activity = key
    return Step(
        stage=stage,
        activity=activity,
        deliveries=mean.count if mean else 0,
        unknown=unknown,
        minutes=mean.total if mean else 0,
        median=median(values),
        cut_at=mean.cut_at if mean else None,
        mean=mean.mean * factor if mean else None,
    )
