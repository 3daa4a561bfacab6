"""Did it change MRR? Each intervention's effect, what speaks against it, and the answer in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from bookload.base.access import Right
from bookload.base.errors import UsageError
from bookload.base.progress import Progress
from bookload.data.reader import Reader
from bookload.planning.impact import outcomes
from bookload.planning.impact.aggregate import simple
from bookload.planning.impact.att import NEVER, Staggered, group_times
from bookload.planning.impact.company import interventions, past_of
from bookload.planning.impact.compared import Compared, compared
from bookload.planning.impact.doubts import Event, among_untreated, breakdown, events, foreseen, placebo
from bookload.planning.impact.past import Intervention, Past
from bookload.planning.impact.study import AFTER, Study, study
from bookload.planning.impact.two_way import two_way
from bookload.planning.impact.verdict import (
    Call,
    call,
    cannot_begin,
    cannot_tell,
    holm,
    selection,
    sentence,
)

Floats = NDArray[np.float64]

WORTH = 0.05
"""The effect that `power` is stated for, as a share of MRR."""

SEED = 20261122
LEAD = 4


@dataclass(frozen=True, slots=True)
class Part:
    """An estimate as a share of the treated accounts' MRR, with its 95% interval."""

    name: str
    effect: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class AccountPart:
    """What a row of an account adds to the effect: `part` is `weight` x `change`, less for a control.

    `side`: treated or control; `month`: the one that the start lies in; `mrr`: at the end of the month
    before; `change`: mean MRR after, less that, as a share of it. Parts sum to the effect.
    """

    account_id: str
    side: str
    month: str
    mrr: float
    change: float
    weight: float
    part: float


@dataclass(frozen=True)
class Impact:
    """An intervention's effect on MRR: estimates, as shares of the treated accounts' MRR before.

    `treated`, `controls`: accounts compared; `outside`: those that were not live in the month before;
    `apart`: those that nobody was like. `mrr`: of the treated at their base, a month. `p_asked` counts how
    many interventions were asked about (Holm). `before_after`: what the treated changed by, compared with
    nobody. `placebo_p`: of the months before; `untreated_p`: among accounts that were not reached. `power`:
    the chance of calling an effect of 5%; `detectable`: the one that is called with a chance of 80%;
    `foreseen`: the same, from the months before. `breakdown`: how many times the largest drift before takes
    the effect away. None: not to be told.
    """

    intervention_id: str
    name: str
    kind: str
    as_of: date
    reached: int
    treated: int
    controls: int
    outside: int
    apart: int
    months: int
    mrr: float
    called: Call
    verdict: str
    reasons: tuple[str, ...]
    selected: tuple[str, ...]
    alike_in: tuple[str, ...]
    effect: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    p_asked: float | None = None
    before_after: float | None = None
    placebo: float | None = None
    placebo_p: float | None = None
    untreated_p: float | None = None
    power: float | None = None
    detectable: float | None = None
    foreseen: float | None = None
    breakdown: float | None = None
    movements: tuple[Part, ...] = ()
    lost: Part | None = None
    checks: tuple[Part, ...] = ()
    events: tuple[Event, ...] = ()
    accounts: tuple[AccountPart, ...] = field(default=(), repr=False)

    @property
    def money(self) -> tuple[float, float, float] | None:
        """The effect in MRR of all treated accounts, with its interval."""
        if self.effect is None or self.low is None or self.high is None:
            return None
        return self.effect * self.mrr, self.low * self.mrr, self.high * self.mrr


@dataclass(frozen=True)
class Impacts:
    """The interventions that were asked about: all of the data's, or one."""

    as_of: date
    found: tuple[Impact, ...]

    @property
    def one(self) -> Impact | None:
        """The intervention, where one alone was asked about."""
        return self.found[0] if len(self.found) == 1 else None


@dataclass(frozen=True)
class _Told:
    """An intervention's rows and what they say, before many are counted together."""

    intervention: Intervention
    rows: Study
    after: int
    found: Compared | None = None
    before: Compared | None = None
    outcome: Floats | None = None


def impact(
    reader: Reader,
    asked: str | None = None,
    *,
    after: int = AFTER,
    rng: np.random.Generator | None = None,
    progress: Progress | None = None,
) -> Impacts:
    """Return the effect of one intervention, or of all, over `after` months from each start.

    Raises `MissingDataError` where there are none or too few months, `UsageError` for one that is not there,
    and `AccessDeniedError` for a reader of some accounts only.
    """
    reader.access.demand({Right.ALL_ROWS}, "the effect of an intervention")
    if not 1 <= after <= 24:  # noqa: PLR2004 - two years
        raise UsageError(f"an effect is looked at over 1 to 24 months, not {after}")
    past = past_of(reader)
    return Impacts(
        reader.as_of, impacts(past, interventions(reader, past, asked), reader.as_of, after, rng, progress)
    )


def impacts(
    past: Past,
    asked: Sequence[Intervention],
    as_of: date,
    after: int = AFTER,
    rng: np.random.Generator | None = None,
    progress: Progress | None = None,
) -> tuple[Impact, ...]:
    """Return the effects of interventions on a past, honest about how many are asked."""
    told, chance = progress or Progress(), rng or np.random.default_rng(SEED)
    seen = []
    for at, each in enumerate(asked):
        told.step("interventions", at, len(asked))
        seen.append(_told(past, each, after))
    values = holm([each.found.p for each in seen if each.found is not None])
    counted = iter(values)
    return tuple(
        _impact(past, each, as_of, next(counted) if each.found is not None else 1.0, chance) for each in seen
    )


def _told(past: Past, each: Intervention, after: int) -> _Told:
    rows = study(past, each.start, each.gone, after=after)
    months = int(rows.after[rows.treated].max(initial=0))
    if cannot_begin(each, rows, months):
        return _Told(each, rows, months)
    outcome = outcomes.after(past, rows)
    return _Told(each, rows, months, compared(rows, outcome), placebo(past, rows), outcome)


def _impact(past: Past, told: _Told, as_of: date, p: float, rng: np.random.Generator) -> Impact:
    rows, each, found = told.rows, told.intervention, told.found
    reasons = cannot_begin(each, rows, told.after) if found is None else cannot_tell(rows, found, told.before)
    called: Call = "cannot_tell" if found is None else call(found, p, reasons)
    plain = Impact(
        intervention_id=each.intervention_id,
        name=each.name,
        kind=each.kind,
        as_of=as_of,
        reached=each.reached,
        treated=int(rows.treated.sum()),
        controls=len(np.unique(rows.account[~rows.treated])),
        outside=each.outside,
        apart=len(rows.apart),
        months=told.after,
        mrr=rows.treated_base,
        called=called,
        verdict=sentence(called, found, reasons, rows),
        reasons=reasons,
        selected=() if found is None else selection(rows),
        alike_in=rows.names,
    )
    return plain if found is None else _with_figures(plain, past, told, p, rng)


def _with_figures(plain: Impact, past: Past, told: _Told, p: float, rng: np.random.Generator) -> Impact:
    rows, found, outcome = told.rows, told.found, told.outcome
    if found is None or outcome is None:
        return plain
    path = events(past, rows, told.after)
    return replace(
        plain,
        effect=found.effect,
        low=found.low,
        high=found.high,
        p=found.p,
        p_asked=p,
        before_after=found.before_after,
        placebo=None if told.before is None else told.before.effect,
        placebo_p=None if told.before is None else told.before.p,
        untreated_p=among_untreated(rows, outcome, found, rng),
        power=found.power(WORTH),
        detectable=found.detectable,
        foreseen=foreseen(past, rows),
        breakdown=breakdown(found, path),
        movements=tuple(
            _part(kind, compared(rows, values)) for kind, values in outcomes.movements(past, rows).items()
        ),
        lost=_part("lost", compared(rows.alike_in_size(), outcomes.lost(past, rows))),
        checks=_checks(past, told.intervention, rows),
        events=path,
        accounts=_accounts(past, rows, outcome, found),
    )


def _part(name: str, found: Compared) -> Part:
    return Part(name, found.effect, found.low, found.high)


def _checks(past: Past, each: Intervention, rows: Study) -> tuple[Part, ...]:
    """Return the same by others' methods in amounts: they weigh accounts by what they move, not alike.

    Callaway and Sant'Anna without covariates, and two-way fixed effects, over the accounts that were live
    when the first start began and from a few months before it, in shares of the treated MRR.
    """
    first, last = int(rows.start.min()), int((rows.start + rows.after).max())
    begin = max(first - LEAD, 0)
    there = (past.mrr[:, first - 1] > 0) & ((each.start == NEVER) | np.isin(each.start, rows.start))
    start = np.where(each.start[there] == NEVER, NEVER, each.start[there] - begin)
    seen = Staggered(past.mrr[there, begin:last], start, np.zeros((int(there.sum()), 0)))
    treated = start != NEVER
    if not treated.any() or treated.all():
        return ()
    scale = float(past.mrr[there][treated, first - 1].mean())
    ways = (
        ("callaway_santanna", simple(group_times(seen, way="regression"))),
        ("two_way", two_way(seen)),
    )
    return tuple(
        Part(name, one.att / scale, one.interval()[0] / scale, one.interval()[1] / scale)
        for name, one in ways
    )


def _accounts(past: Past, rows: Study, outcome: Floats, found: Compared) -> tuple[AccountPart, ...]:
    order = np.lexsort((-np.abs(found.parts), ~rows.treated))
    return tuple(
        AccountPart(
            account_id=past.accounts[rows.account[at]],
            side="treated" if rows.treated[at] else "control",
            month=str(past.months[rows.start[at]]),
            mrr=float(rows.base[at]),
            change=float(outcome[at]),
            weight=float(rows.weight[at]),
            part=float(found.parts[at]),
        )
        for at in order
    )
