"""How many accounts came, left, paused and returned in each month: the bridge of logos."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from bookload.base.period import Month, months
from bookload.base.result import Rows
from bookload.data.once import once
from bookload.metrics.revenue.known import opening_known
from bookload.metrics.revenue.movements.moves import FACTS, account_moves

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bookload.data.reader import Reader

CAME = ("new", "reactivation", "resumed")
LEFT = ("churn", "paused")


@dataclass(frozen=True)
class LogoRow:
    """Live accounts before and after a month, and those between; None throughout where it is not known.

    `opening + new + reactivation + resumed - churn - paused = closing`. Where each day's change counts, an
    account that came and left within the month is in both, as often as it did.
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


@once
def logos(reader: Reader, first: Month, last: Month) -> Rows[LogoRow]:
    """Return the counts of the months from first to last, both included; a month without churn lost 0."""
    moves = account_moves(reader)
    facts = moves.filter(moves.kind.isin(FACTS), moves.month <= last.ordinal)
    collected = reader.collect(facts.group_by("month", "kind").aggregate(accounts=facts.count()))
    found: dict[Month, dict[str, int]] = defaultdict(dict)
    for row in collected.rows():
        found[Month(row["month"])][str(row["kind"])] = row["accounts"]  # type: ignore[arg-type,assignment]
    live = sum(_net(counts) for month, counts in found.items() if month < first)
    rows = []
    for month in months(first, last):
        counts = found.get(month, {})
        before, live = live, live + _net(counts)
        if opening_known(reader, month):
            facts_of = {kind: counts.get(kind, 0) for kind in FACTS}
            rows.append(LogoRow(month, opening=before, closing=live, **facts_of))
        else:
            rows.append(LogoRow(month, **dict.fromkeys(COUNTS)))
    return Rows(tuple(rows), collected.needs)


def _net(counts: Mapping[str, int]) -> int:
    return sum(counts.get(kind, 0) for kind in CAME) - sum(counts.get(kind, 0) for kind in LEFT)
