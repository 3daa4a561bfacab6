"""How much of ARR the ten largest have, and how evenly it is spread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.metrics.revenue.concentration import concentration
from bookload.report.document import arr_text
from bookload.report.explain.explanation import Explanation, Step
from bookload.report.figures import number, percent

if TYPE_CHECKING:
    from bookload.data.reader import Reader

TOP = 10
DEFINITION = (
    "The share of ARR that the ten largest have; accounts of one parent are one. Accounts at or below 0 "
    "are left out above and below the line."
)
SPREAD = "The sum of the squared shares of ARR: 1 if one has all, 1 / m if m have equal parts."


def top_ten(reader: Reader, subject: str | None) -> Explanation:
    """Return the share of the ten largest, opened to who they are."""
    found = concentration(reader, tops=(TOP,))
    (row,) = found.rows or (None,)
    step = Step(
        text=f"The {len(found.largest)} largest of {found.spread[0].count if found.spread else 0}",
        columns=("account_id", "accounts", "arr", "share"),
        rows=tuple(
            (each.key, each.accounts, arr_text(each.arr), percent(each.share)) for each in found.largest
        ),
        source="accounts",
        total=arr_text(row.arr) if row else None,
    )
    value = percent(row.share) if row else None
    divided = Step(f"{step.total} / {arr_text(found.spread[0].arr) if found.spread else 'n/a'}", total=value)
    return Explanation(
        "top_10_share", subject, value, DEFINITION, "ARR of the ten largest / ARR", (step, divided)
    )


def herfindahl(reader: Reader, subject: str | None) -> Explanation:
    """Return the Herfindahl index, with the shares that weigh most in it."""
    found = concentration(reader, tops=(TOP,))
    value = number(found.spread[0].herfindahl, 4) if found.spread else None
    step = Step(
        text="The squared shares of the largest",
        columns=("account_id", "share", "squared"),
        rows=tuple((each.key, percent(each.share), number(each.share**2, 6)) for each in found.largest),
        source="accounts",
        total=value,
    )
    return Explanation("herfindahl", subject, value, SPREAD, "Σ (ARR of each / ARR)²", (step,))
