"""What a board report says, gathered once: figures and what they were, a year of ARR, plan and change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from bookload.base.access import Right
from bookload.base.money import QUANTA
from bookload.base.period import Month
from bookload.metrics.ratios.assessment import assess
from bookload.metrics.ratios.ratios import ratios
from bookload.metrics.ratios.since import Stated
from bookload.metrics.revenue.movements.bridges import movements
from bookload.metrics.team.people import role_word
from bookload.planning.capacity import capacity
from bookload.report.explain.retention import last_rate
from bookload.report.figures import number, percent, units

if TYPE_CHECKING:
    from datetime import date

    from bookload.data.reader import Reader
    from bookload.metrics.ratios.assessment import Assessment
    from bookload.metrics.ratios.ratios import RatioRow
    from bookload.metrics.ratios.since import Since
    from bookload.metrics.revenue.movements.bridges import Movements
    from bookload.metrics.revenue.retention.retention import RetentionRow
    from bookload.planning.capacity import CapacityRow
    from bookload.report.board.given import Given
    from bookload.report.board.planned import Planned

TREND_MONTHS = 13
"""A year of months and the one that it opens with."""

Unit = Literal["money", "share", "heads", "count"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its value, what it was when the last report was given out, and what to note.

    One that comes of pay, as a target that pay scales does, is not `kept` with a report.
    """

    name: str
    label: str
    unit: Unit
    value: Fraction | None
    was: Fraction | None = None
    note: str = ""
    kept: bool = True

    def text(self, value: Fraction | None, currency: str) -> str | None:
        """Return a value as the report shows it; None is n/a."""
        if self.unit == "money":
            return units(value, currency)
        if self.unit == "share":
            return percent(value)
        return number(value, 1 if self.unit == "heads" else 0)


@dataclass(frozen=True)
class Board:
    """The whole report. `since` is None where nothing was given out before; `names` are those of accounts.

    `people` are the names of those who count for more or less, None for who may not know them. `rules` says
    what the documents say otherwise than when the last report was given out.
    """

    as_of: date
    assessment: Assessment
    trend: tuple[RatioRow, ...]
    bridge: Movements
    figures: tuple[Figure, ...]
    need: CapacityRow | None
    plan: Planned | None
    given: Given | None
    since: Since | None
    rules: tuple[str, ...]
    names: Mapping[str, str]
    people: Mapping[str, str] | None

    @property
    def months(self) -> tuple[Month, Month]:
        """The months that it is about."""
        last = Month.of(self.as_of)
        return (self.bridge.rows[0].month if self.bridge.rows else last), last

    @property
    def to_keep(self) -> dict[str, Fraction | None]:
        """What is kept of its figures where it is given out, by name; none of it comes of pay."""
        return {figure.name: figure.value for figure in self.figures if figure.kept}

    @property
    def stated(self) -> Stated:
        """What it states of ARR and heads."""
        return Stated.of(self.assessment.row)


@dataclass(frozen=True, slots=True)
class Before:
    """The report to compare with, what became of it, and what the documents say otherwise."""

    given: Given | None = None
    since: Since | None = None
    rules: tuple[str, ...] = ()
    names: Mapping[str, str] | None = None
    people: Mapping[str, str] | None = None


def board(reader: Reader, plan: Planned | None = None, before: Before | None = None) -> Board:
    """Return the board report of a reader of all rows."""
    reader.access.demand({Right.ALL_ROWS}, "the board report")
    month, last = Month.of(reader.as_of), before or Before()
    judged = assess(reader)
    role = role_word(reader.policy.revenue.revenue_role)
    need = next((row for row in capacity(reader).rows if row.month == month and row.role == role), None)
    return Board(
        as_of=reader.as_of,
        assessment=judged,
        trend=tuple(row for row in ratios(reader) if month - TREND_MONTHS < row.month <= month),
        bridge=movements(reader, "month", max(reader.months[0], month - (TREND_MONTHS - 2)), month),
        figures=_figures(judged, last_rate(reader), need, last.given.figures if last.given else {}),
        need=need,
        plan=plan,
        given=last.given,
        since=last.since,
        rules=last.rules,
        names=last.names or {},
        people=last.people if reader.access.allows(Right.PERSON_NAMES) else None,
    )


def _figures(
    judged: Assessment,
    kept: RetentionRow | None,
    need: CapacityRow | None,
    was: Mapping[str, Fraction | None],
) -> tuple[Figure, ...]:
    row, covered = judged.row, judged.basis == "covered"
    arr = Fraction(row.arr, QUANTA)
    span = f"{kept.month - 12} to {kept.month}" if kept else "needs a year of history"
    assumed = "assumed hours: a band, no verdict" if need and need.assumed else ""
    found: Sequence[tuple[str, str, Unit, Fraction | None, str]] = (
        ("arr", "ARR", "money", arr, ""),
        ("mrr", "MRR", "money", arr / 12, ""),
        ("nrr", "NRR", "share", kept.nrr if kept else None, span),
        ("grr", "GRR", "share", kept.grr if kept else None, span),
        ("logo_churn", "Logo churn", "share", kept.logo_churn if kept else None, span),
        (
            "arr_per_csm",
            "ARR per CSM, covered" if covered else "ARR per CSM",
            "money",
            row.covered_arr_per_csm if covered else row.arr_per_csm,
            judged.verdict.code.replace("_", " "),
        ),
        ("target", "Target", "money", judged.target.value, judged.target.label),
        ("accounts_per_csm", "Accounts per CSM", "heads", row.accounts_per_csm, ""),
        ("accounts", "Accounts", "count", row.accounts, ""),
        ("csms", "CSMs who count", "heads", row.csms, ""),
        ("have", "CSMs there", "heads", Fraction(need.have) if need else None, ""),
        ("need", "CSMs asked for", "heads", need.need if need else None, assumed),
    )
    return tuple(
        Figure(name, label, unit, value, was.get(name), note, kept=name != "target")
        for name, label, unit, value, note in found
    )
