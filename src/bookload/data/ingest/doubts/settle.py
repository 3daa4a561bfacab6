"""All doubts about one sheet, one after the other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bookload.data.ingest.doubts.blanks import blanks
from bookload.data.ingest.doubts.currencies import currencies
from bookload.data.ingest.doubts.footers import footers
from bookload.data.ingest.doubts.minor_units import in_major_units
from bookload.data.ingest.doubts.per_unit import for_the_row
from bookload.data.ingest.doubts.rates import turned_rates
from bookload.data.ingest.doubts.repeats import repeats
from bookload.data.ingest.doubts.totals import totals
from bookload.data.ingest.doubts.turnover import turnover
from bookload.data.ingest.doubts.two_currencies import in_home_currency
from bookload.data.ingest.doubts.without import without

if TYPE_CHECKING:
    from collections.abc import Callable

    from bookload.base.errors import Finding
    from bookload.data.ingest.doubts.doubt import Doubt
    from bookload.data.ingest.filled import Filled
    from bookload.data.ingest.mapping.question import Question
    from bookload.data.tables.checks import BuiltInRate

_ABOUT_ROWS: tuple[Callable[[Filled], Doubt], ...] = (footers, totals, blanks, repeats, currencies)
_ABOUT_AMOUNTS = (in_major_units, for_the_row)


def settle(filled: Filled, rates: BuiltInRate | None = None) -> tuple[Filled, tuple[Question, ...]]:
    """Return the sheet without rows that are none and with amounts as they count, and what is asked.

    Without `rates`, rates of exchange are compared with none.
    """
    findings: list[Finding] = []
    questions: list[Question] = []
    for change in (turnover, in_home_currency):
        filled, asked = change(filled)
        questions += asked
    for look in _ABOUT_ROWS:
        doubt = look(filled)
        findings += doubt.findings
        questions += doubt.questions
        filled = without(filled, doubt.out)
    filled = replace(filled, findings=(*filled.findings, *findings))
    for change in _ABOUT_AMOUNTS:
        filled, asked = change(filled)
        questions += asked
    filled, asked = turned_rates(filled, rates)
    return filled, (*questions, *asked)
