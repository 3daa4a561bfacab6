"""NRR, GRR and logo churn: the accounts live at the start, and what is left of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.base.period import Month
from bookload.data.once import once
from bookload.metrics.revenue.retention.retention import SPANS, kept_accounts, retention
from bookload.report.document import arr_text
from bookload.report.explain.explanation import Explanation, Step
from bookload.report.figures import percent

if TYPE_CHECKING:
    from fractions import Fraction

    from bookload.data.reader import Reader
    from bookload.metrics.revenue.retention.retention import RetentionRow

MEANING = {
    "nrr": (
        "What a year made of the revenue that was there at its start; new accounts do not count.",
        "Σ closing of the accounts live at the start / Σ their opening",
    ),
    "grr": (
        "What a year left of the revenue that was there at its start; no account counts more than it had.",
        "Σ min(closing, opening) of the accounts live at the start / Σ their opening",
    ),
    "logo_churn": (
        "The share of the accounts live a year ago that are customers no more; a paused one is not lost.",
        "accounts lost / accounts live at the start",
    ),
}


def last_rate(reader: Reader) -> RetentionRow | None:
    """Return the rates of the latest year that is over, None if the data knows none."""
    known = [row for row in retention(reader).rows if row.nrr is not None]
    return known[-1] if known else None


def nrr(reader: Reader, subject: str | None) -> Explanation:
    """Return NRR opened into the accounts live at the start."""
    row = last_rate(reader)
    return _opened(reader, "nrr", row.nrr if row else None, subject)


def grr(reader: Reader, subject: str | None) -> Explanation:
    """Return GRR opened into the accounts live at the start."""
    row = last_rate(reader)
    return _opened(reader, "grr", row.grr if row else None, subject)


def logo_churn(reader: Reader, subject: str | None) -> Explanation:
    """Return logo churn opened into the accounts live at the start."""
    row = last_rate(reader)
    return _opened(reader, "logo_churn", row.logo_churn if row else None, subject)


def _opened(reader: Reader, metric: str, value: Fraction | None, subject: str | None) -> Explanation:
    definition, formula = MEANING[metric]
    steps = _steps(reader, subject) if value is not None else (_too_short(reader),)
    return Explanation(metric, subject, percent(value), definition, formula, steps)


def _too_short(reader: Reader) -> Step:
    return Step(
        f"n/a: a year needs a month end twelve months back, and the data knows {reader.months[0]} to "
        f"{reader.months[-1]}; import older rows, or `mrr_history`"
    )


@once
def _steps(reader: Reader, subject: str | None) -> tuple[Step, ...]:
    row = last_rate(reader)
    month = row.month if row else Month.of(reader.as_of)
    accounts = kept_accounts(reader, SPANS["year"])
    of_month = accounts.filter(accounts.month == month.ordinal)
    if subject is not None:
        of_month = of_month.filter(of_month.account_id == subject)
    found = reader.collect(of_month.order_by(of_month.opening.desc(), "account_id")).rows()
    sums = {name: sum(int(each[name]) for each in found) for name in ("opening", "closing", "kept", "lost")}  # type: ignore[call-overload]
    return (
        Step(
            text=(
                f"{len(found)} accounts live at the end of {month - 12}, and what each was worth then and at "
                f"the end of "
                f"{month}, both at the rates of {month}; {sums['lost']} are lost"
            ),
            columns=("account_id", "opening_arr", "closing_arr", "kept_arr", "lost"),
            rows=tuple(
                (
                    str(each["account_id"]),
                    *(arr_text(each[name]) for name in ("opening", "closing", "kept")),  # type: ignore[arg-type]
                    int(each["lost"]),  # type: ignore[call-overload]
                )
                for each in found
            ),
            source="subscriptions",
            total=(
                f"opening {arr_text(sums['opening'])}, closing {arr_text(sums['closing'])}, "
                f"kept {arr_text(sums['kept'])}"
            ),
        ),
    )
