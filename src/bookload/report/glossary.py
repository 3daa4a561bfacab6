"""What the words over figures mean, and which figure opens each: for pages, on pointing at one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bookload.report.explain.arr import DEFINITION as ARR
from bookload.report.explain.cohorts import DEFINITION as COHORT
from bookload.report.explain.committed import MEANING as COMMITTED
from bookload.report.explain.committed import RENEWALS
from bookload.report.explain.concentration import DEFINITION as TOP_TEN
from bookload.report.explain.csms import DEFINITION as CSMS
from bookload.report.explain.impact import EFFECT
from bookload.report.explain.impact import MEANING as IMPACT
from bookload.report.explain.movement import MEANING as MOVEMENTS
from bookload.report.explain.need import DEFINITION as NEED
from bookload.report.explain.ratio import RATIOS
from bookload.report.explain.retention import MEANING as RETENTION


@dataclass(frozen=True, slots=True)
class Term:
    """A word over figures: its definition, and the metric that opens such a figure, if one does."""

    definition: str
    metric: str | None = None


_CURRENCY = re.compile(r",? [A-Z]{3}$")
_OPENED = {
    **{name.replace("_", " "): Term(words, name) for name, words in MOVEMENTS.items()},
    **{name.replace("_", " "): Term(words, name) for name, words in COMMITTED.items()},
    **{name.replace("_", " "): Term(of.definition, name) for name, of in RATIOS.items()},
    **{name.replace("_", " "): Term(words, name) for name, (words, _) in RETENTION.items()},
}
TERMS: Mapping[str, Term] = {
    **{name.casefold(): Term(words, "impact" if name == EFFECT else None) for name, words in IMPACT.items()},
    **_OPENED,
    "arr": Term(ARR, "arr"),
    "arr now": Term(ARR, "arr"),
    "live": Term(ARR, "arr"),
    "mrr": Term("ARR / 12: what is in force, a month.", "mrr"),
    "accounts": Term("The customers that pay something recurring at the end of the day.", "accounts"),
    "live accounts": Term("The customers that pay something recurring at the end of the day.", "accounts"),
    "csms": Term(CSMS, "csms"),
    "csms who count": Term(CSMS, "csms"),
    "csms there": Term("The CSMs there are at the end of the day, whether ramped or not.", "have"),
    "covered": _OPENED["covered arr per csm"],
    "arr per csm, covered": _OPENED["covered arr per csm"],
    "in total": _OPENED["arr per csm"],
    "arr/csm": _OPENED["arr per csm"],
    "target": Term(
        "What ARR per CSM is measured against: the mix of touch models, scaled by known pay.", "target"
    ),
    "implied by the activity model": Term(
        "The ARR per CSM that the company's own activity model comes to: what fits this business.",
        "implied_arr_per_csm",
    ),
    "gain on last year": Term(
        "More ARR per CSM than last year; it counts only while satisfaction and retention hold.", "gain"
    ),
    "asked for by the activity model": Term(NEED, "need"),
    "heads asked": Term(NEED, "need"),
    "need": Term(NEED, "need"),
    "heads there": Term("The people of the role in the month, full-time equivalents.", "have"),
    "there": Term("The people of the role in the month, full-time equivalents.", "have"),
    "band": Term("The heads asked for at the low and at the high minutes of each activity."),
    "binds": Term("What decides the heads: hours, or how many accounts or contacts a person can hold."),
    "hours asked": Term("What the journey asks of the accounts that are there, at the likely minutes."),
    "hours there": Term("Working hours without absences and holidays, less what is not for customers."),
    "used": Term(
        "Hours asked of the hours there: tight above the target, overload above 100%.", "utilisation"
    ),
    "load": Term("Tight is above the target utilisation, overload above 100%.", "utilisation"),
    "cohorts": Term(COHORT, "cohort"),
    "due for renewal": Term(RENEWALS, "renewals"),
    "due": Term(RENEWALS, "renewals"),
    "overdue": Term("Due before the date, and neither signed nor renewed by itself.", "renewals"),
    "top 10": Term(TOP_TEN, "top_10_share"),
    "transferred": Term("ARR that came from other owners or went to them: nobody's expansion or churn."),
    "transfer in": Term("MRR that came from another owner: nobody's expansion."),
    "transfer out": Term("MRR that went to another owner: nobody's churn."),
    "reclassified": Term("MRR of accounts that changed group: nobody's expansion or churn."),
    "share": Term("The owner's part of the account."),
    "last contact": Term("The day of the last activity that the log has for the account."),
    "cost to serve": _OPENED["cost to serve"],
    "what next": Term("The next thing to do about it."),
}
"""Words as they stand over columns and figures, in small letters."""


def term(words: str) -> Term | None:
    """Return what words over a figure mean, whatever currency they name; None for words that say it."""
    known = TERMS.get(words.casefold())
    return known or TERMS.get(_CURRENCY.sub("", words).casefold())
