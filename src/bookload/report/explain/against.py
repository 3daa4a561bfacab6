"""Time against revenue opened: how each account adds to the rank correlation, and to the Gini."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from bookload.base.access import Right
from bookload.base.money import QUANTA
from bookload.metrics.effort.against import Placed, against, placed
from bookload.metrics.effort.lorenz import by_ratio
from bookload.metrics.effort.ranks import mean_ranks
from bookload.report.explain.explanation import Cell, Explanation, Step
from bookload.report.figures import number, units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.base.period import Month
    from bookload.data.reader import Reader
    from bookload.metrics.effort.against import Against

NEEDS = frozenset({Right.TIME_PERSON})

CORRELATION = (
    "Spearman's rank correlation of accounts' time and revenue over the log's whole months: 1 where whoever "
    "pays more takes more time, 0 where neither tells the other; equal ones share the mean of their ranks."
)
GINI = (
    "Twice the area between the Lorenz curve of time over revenue and its diagonal: 0 where each account's "
    "time is what its revenue stands for, near 1 where few accounts of little revenue take it all."
)


def rank_correlation(reader: Reader, subject: str | None) -> Explanation:
    """Return the rank correlation of time and revenue, opened to each account's ranks.

    `subject` narrows the rows to one account. Needs the right to the time of single people.
    """
    found, accounts, months = _asked(reader)
    formula = "Σ (rank by ARR - mean) x (rank by hours - mean) ÷ √(Σ (by ARR)² x Σ (by hours)²)"
    if found is None or found.correlation is None:
        return Explanation("rank_correlation", subject, None, CORRELATION, formula, (_none(),))
    by_arr = mean_ranks(np.array([float(each.arr) for each in accounts]))
    by_hours = mean_ranks(np.array([float(each.hours) for each in accounts]))
    middle = (len(accounts) + 1) / 2
    one, other = by_arr - middle, by_hours - middle
    rows: list[tuple[Cell, ...]] = [
        (*_facts(each, reader), float(ranks[0]), float(ranks[1]), float(product))
        for each, *ranks, product in zip(accounts, by_arr, by_hours, one * other, strict=True)
    ]
    step = Step(
        text=f"{len(accounts):,} accounts with revenue in {_of(months)}; ranks from 1 for the least",
        columns=("account_id", "ARR", "hours a month", "rank by ARR", "rank by hours", "product"),
        rows=_only(rows, subject),
        source="activities",
        total=f"Σ products {one @ other:,.1f} ÷ √({one @ one:,.1f} x {other @ other:,.1f})",
        needs=NEEDS,
    )
    value = f"{found.correlation.rho:.2f}"
    return Explanation("rank_correlation", subject, value, CORRELATION, formula, (step,))


def gini(reader: Reader, subject: str | None) -> Explanation:
    """Return the Gini of time over revenue, opened to what each account adds to the curve.

    `subject` narrows the rows to one account. Needs the right to the time of single people.
    """
    found, accounts, months = _asked(reader)
    formula = "1 - Σ revenue share x (time before + time after)"
    if found is None or found.lorenz is None:
        return Explanation("gini", subject, None, GINI, formula, (_none(),))
    revenue = sum((each.arr for each in accounts), Fraction(0))
    time = sum((each.hours for each in accounts), Fraction(0))
    reached, below = Fraction(0), Fraction(0)
    rows: list[tuple[Cell, ...]] = []
    for place in by_ratio([(each.arr, each.hours) for each in accounts]):
        each = accounts[place]
        across, before = each.arr / revenue, reached
        reached += each.hours / time
        part = across * (before + reached)
        below += part
        shares = (across, before, reached, part)
        rows.append((*_facts(each, reader), *(number(share, 6) for share in shares)))
    step = Step(
        text=(
            f"{len(accounts):,} accounts with revenue in {_of(months)}, those of least time for it first; "
            "shares of all time up to the account before and up to it, and twice the area below the curve"
        ),
        columns=(
            "account_id",
            "ARR",
            "hours a month",
            "revenue share",
            "time before",
            "time after",
            "area x 2",
        ),
        rows=_only(rows, subject),
        source="activities",
        total=f"1 - {number(below, 4)} = {number(1 - below, 4)}",
        needs=NEEDS,
    )
    return Explanation("gini", subject, number(found.lorenz.gini, 2), GINI, formula, (step,))


def _asked(reader: Reader) -> tuple[Against | None, tuple[Placed, ...], tuple[Month, ...]]:
    reader.access.demand(NEEDS, "time against revenue")
    found = against(reader)
    return (found, placed(reader, found.months), found.months) if found else (None, (), ())


def _none() -> Step:
    return Step("The log has no whole month with time for accounts that pay; import activities and prices")


def _of(months: Sequence[Month]) -> str:
    return f"{months[0]} to {months[-1]}" if len(months) > 1 else str(months[0])


def _facts(each: Placed, reader: Reader) -> tuple[Cell, ...]:
    return each.account_id, units(each.arr / QUANTA, reader.policy.company.currency), number(each.hours, 2)


def _only(rows: Sequence[tuple[Cell, ...]], subject: str | None) -> tuple[tuple[Cell, ...], ...]:
    return tuple(row for row in rows if subject in (None, row[0]))
