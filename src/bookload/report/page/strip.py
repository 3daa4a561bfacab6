"""The figures under the first screen, one beside the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.base.access import Right
from bookload.report.figures import annual, monthly, number, percent, units
from bookload.report.page.figure import Figure, signed
from bookload.report.page.front import month_words

if TYPE_CHECKING:
    from bookload.base.access import Access
    from bookload.report.answer import Answer

__all__ = ["Figure", "strip"]


def strip(answer: Answer, access: Access, currency: str) -> tuple[Figure, ...]:
    """Return the figures beside the two answers; what comes from pay is absent without the right to it."""
    row = answer.company
    figures = [
        Figure("arr", "ARR", annual(row.arr, currency)),
        Figure("mrr", "MRR", monthly(row.arr, currency), "", f"{number(row.accounts, 0)} accounts"),
        Figure("csms", "CSMs who count", number(row.csms, 2), "", "ramped, full-time equivalents"),
        Figure("accounts_per_csm", "Accounts per CSM", number(row.accounts_per_csm)),
        Figure("mrr_per_csm", "MRR per CSM", units(row.mrr_per_csm, currency)),
        *_kept(answer),
        _gain(answer),
    ]
    if access.allows(Right.PAY_GROUP):
        unknown = "needs pay, of five people or more"
        figures += [
            Figure(
                "arr_per_ote",
                "ARR per OTE",
                number(row.arr_per_ote),
                "",
                unknown if row.arr_per_ote is None else "",
            ),
            Figure(
                "cost_to_serve",
                "Cost to serve",
                percent(row.cost_to_serve),
                "" if row.cost_to_serve is None else "of ARR",
                unknown if row.cost_to_serve is None else "",
            ),
        ]
    return tuple(figures)


def _kept(answer: Answer) -> list[Figure]:
    kept = answer.retention
    span = (
        f"{month_words(kept.month - 12)} to {month_words(kept.month)}" if kept else "needs a year of history"
    )
    rates = (("nrr", "NRR"), ("grr", "GRR"), ("logo_churn", "Logo churn"))
    return [
        Figure(name, label, percent(getattr(kept, name)) if kept else None, "", span) for name, label in rates
    ]


def _gain(answer: Answer) -> Figure:
    gain = answer.assessment.gain
    return Figure(
        "gain", "Gain on last year", signed(percent(gain.value)), "", gain.words.removeprefix("n/a: ")
    )
