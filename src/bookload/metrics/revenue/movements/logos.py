"""How many accounts came, left, paused and returned in each month: the bridge of logos."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import ibis

from bookload.base.period import Month, months
from bookload.base.result import Rows
from bookload.metrics.revenue.known import opening_known
from bookload.metrics.revenue.movements.lines import FACTS, account_lines

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bookload.data.reader import Reader


@dataclass(frozen=True)
class LogoRow:
    """Live accounts before and after a month, and those between; None throughout where it is not known.

    `opening + new + reactivation + resumed - churn - paused = closing`.
    """

    month: Month
    opening: int | None
    new: int | None
    reactivation: int | None
    resumed: int | None
    churn: int | None
    paused: int | None
    closing: int | None


COUNTS = tuple(field.name for field in fields(LogoRow) if field.name != "month")


def logos(reader: Reader, first: Month, last: Month) -> Rows[LogoRow]:
    """Return the counts of the months from first to last, both included; a month without churn lost 0."""
    rows = account_lines(reader)
    asked = rows.filter(rows.month >= first.ordinal, rows.month <= last.ordinal)
    flags = {
        "opening": asked.live_before == 1,
        **{kind: asked.kind == kind for kind in FACTS},
        "closing": asked.live_after == 1,
    }
    collected = reader.collect(
        asked.group_by("month").aggregate(**{name: _count(flag) for name, flag in flags.items()})
    )
    found = {row["month"]: {name: row[name] for name in COUNTS} for row in collected.rows()}
    nothing = dict.fromkeys(COUNTS, 0)
    unknown = dict.fromkeys(COUNTS)
    return Rows(
        tuple(
            LogoRow(month, **(found.get(month.ordinal, nothing) if opening_known(reader, month) else unknown))
            for month in months(first, last)
        ),
        collected.needs,
    )


def _count(flag: ir.BooleanValue) -> ir.IntegerScalar:
    return ibis.cases((flag, 1), else_=0).sum().cast("int64")
