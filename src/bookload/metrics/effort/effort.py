"""Effort on one page: where the hours go, against what is paid and entitled, and what could take fewer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import ibis.expr.types as ir

from bookload.base.access import Right, needs
from bookload.data.reader import Reader, TeamTime
from bookload.metrics.effort.against import Against, against
from bookload.metrics.effort.entitled import Entitled, entitled
from bookload.metrics.effort.log import read_log
from bookload.metrics.effort.recorded import LogSpan, log_span
from bookload.metrics.effort.savings import Savings, savings
from bookload.metrics.effort.sides import SideRow
from bookload.metrics.effort.stages import StageTime, bottleneck, stage_minutes, stages_of
from bookload.metrics.effort.steps import Step, deliveries_of, steps
from bookload.metrics.effort.tally import account_minutes, side_of
from bookload.metrics.effort.team_time import team_leaves

_SINGLE = needs(Right.TIME_PERSON)


@dataclass(frozen=True)
class Hours:
    """All that the time of single people can be computed from; see each part's own words.

    `places` are the minutes for accounts, internal and unexplained, by month (key: its ordinal).
    """

    places: tuple[SideRow, ...]
    stages: tuple[StageTime, ...]
    steps: tuple[Step, ...]
    against: Against | None
    entitled: Entitled | None
    savings: Savings

    @property
    def bottleneck(self) -> StageTime | None:
        """The stated stage that takes the largest share."""
        return bottleneck(self.stages)


@dataclass(frozen=True)
class Effort:
    """What the log says by `as_of`; `span` is None where it says nothing.

    `hours` is for readers with the right to people's time (of one book: that of their own activities), and
    `team` for readers of all rows without it.
    """

    as_of: date
    span: LogSpan | None
    team: tuple[TeamTime, ...] | None
    hours: Hours | None = field(default=None, metadata=_SINGLE)


def effort(reader: Reader, spells: ir.Table | None = None) -> Effort:
    """Return the effort that the log records by `as_of`.

    `spells` says which stage an account was in where an activity states none; see `shared`.
    """
    span = log_span(reader)
    if span is None:
        return Effort(reader.as_of, None, None)
    if not reader.access.allows(Right.TIME_PERSON):
        team = reader.time(team_leaves(reader, spells)).team(span.whole_months)
        return Effort(reader.as_of, span, team)
    # All but the candidates, which need every subject, comes of one reading of the log.
    log = read_log(reader, spells, segments=False)
    deliveries, took = deliveries_of(log), account_minutes(log, span.whole_months)
    hours = Hours(
        places=side_of(log, "month"),
        stages=stages_of(stage_minutes(log), span.whole_months),
        steps=steps(deliveries),
        against=against(reader, took),
        entitled=entitled(reader, took),
        savings=savings(reader, deliveries, spells),
    )
    return Effort(reader.as_of, span, None, hours)
