"""What the figures of each result are, in the words that open them elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bookload.report.explain.arr import DEFINITION as OF_ARR
from bookload.report.explain.calibration import DEFINITION as OF_MINUTES
from bookload.report.explain.calibration import FORMULA as MINUTES
from bookload.report.explain.cohorts import DEFINITION as OF_COHORTS
from bookload.report.explain.cohorts import FORMULA as COHORTS
from bookload.report.explain.committed import MEANING as OF_COMMITTED
from bookload.report.explain.committed import RENEWALS
from bookload.report.explain.concentration import DEFINITION as OF_SHARES
from bookload.report.explain.concentration import SPREAD
from bookload.report.explain.cost import DEFINITION as OF_COST
from bookload.report.explain.cost import FORMULA as COST
from bookload.report.explain.csms import DEFINITION as OF_CSMS
from bookload.report.explain.effort import DEFINITION as OF_HOURS
from bookload.report.explain.effort import FORMULA as HOURS
from bookload.report.explain.forecast import ACCOUNTS as OF_ACCOUNTS_AHEAD
from bookload.report.explain.forecast import DEFINITION as OF_ARR_AHEAD
from bookload.report.explain.forecast import FORMULA as ARR_AHEAD
from bookload.report.explain.impact import DEFINITION as OF_EFFECT
from bookload.report.explain.impact import EFFECT
from bookload.report.explain.impact import FORMULA as EFFECTS
from bookload.report.explain.impact import MEANING as OF_FIGURES
from bookload.report.explain.levers import DEFINITION as OF_FREED
from bookload.report.explain.levers import FORMULA as FREED
from bookload.report.explain.movement import MEANING as OF_MOVEMENTS
from bookload.report.explain.need import DEFINITION as OF_NEED
from bookload.report.explain.need import FORMULA as NEEDED
from bookload.report.explain.ratio import RATIOS as OF_RATIOS
from bookload.report.explain.retention import MEANING as OF_RETENTION
from bookload.report.explain.signs import DEFINITION as OF_SIGNS
from bookload.report.explain.signs import FORMULA as SIGNS
from bookload.report.explain.sizing import DEFINITION as OF_PUBLISHED
from bookload.report.explain.sizing import FORMULA as PUBLISHED

Definition = tuple[str, str, str]
"""A word, what it means, and its formula where it has one."""

LABELS = {"arr": "ARR", "mrr": "MRR", "csms": "CSMs", "fx": "fx", "nrr": "NRR", "grr": "GRR"}
ARR: Definition = ("ARR", OF_ARR, "Σ annual × rate")
MRR: Definition = ("MRR", "ARR a month.", "ARR / 12")
CSMS: Definition = ("CSMs", OF_CSMS, "Σ FTE × eligible × ratio ramp")
NEED: Definition = ("heads asked for", OF_NEED, NEEDED)
HAVE: Definition = (
    "heads there",
    "The CSMs there are at the end of the day, whether ramped or not.",
    "Σ FTE of everybody in a CSM role",
)


def label(name: str) -> str:
    """Return the name of a figure as people write it."""
    words = name.replace("_", " ").replace("arr ", "ARR ").replace(" csm", " CSM").replace(" ote", " OTE")
    return LABELS.get(name, words)


def _ratios(names: Iterable[str]) -> tuple[Definition, ...]:
    return tuple((label(name), OF_RATIOS[name].definition, OF_RATIOS[name].formula) for name in names)


def _meanings(found: Mapping[str, tuple[str, str]]) -> tuple[Definition, ...]:
    return tuple((label(name), *meaning) for name, meaning in found.items())


RATIOS = _ratios(("arr_per_csm", "covered_arr_per_csm", "accounts_per_csm"))
RETENTION = _meanings(OF_RETENTION)
MOVEMENTS: tuple[Definition, ...] = tuple((label(name), words, "") for name, words in OF_MOVEMENTS.items())

OF: Mapping[str, tuple[Definition, ...]] = {
    "report": (ARR, MRR, CSMS, *RATIOS, *RETENTION, NEED, HAVE),
    "board": (ARR, CSMS, *RATIOS, *RETENTION, NEED, HAVE),
    "movements": (MRR, *MOVEMENTS),
    "retention": RETENTION,
    "cohorts": (("cohort", OF_COHORTS, COHORTS),),
    "committed": tuple((label(name), words, "") for name, words in OF_COMMITTED.items()),
    "renewals": (("due for renewal", RENEWALS, ""),),
    "concentration": (
        ("share of the largest", OF_SHARES, "ARR of the largest / ARR"),
        ("Herfindahl index", SPREAD, "Σ (ARR of each / ARR)²"),
    ),
    "signs": (("sign", OF_SIGNS, SIGNS),),
    "ratios": (ARR, CSMS, *RATIOS),
    "book": (ARR,),
    "monday": (ARR,),
    "effort": (("hours", OF_HOURS, HOURS),),
    "calibrate": (("minutes", OF_MINUTES, MINUTES),),
    "capacity": (NEED, HAVE),
    "loads": (
        (
            "load",
            "The hours asked of a person in a month, as a share of those that they have.",
            "asked / there",
        ),
    ),
    "costs": (("cost of an account", OF_COST, COST),),
    "sizing": (("published heads", OF_PUBLISHED, PUBLISHED), NEED),
    "forecast": (
        ("ARR ahead", OF_ARR_AHEAD, ARR_AHEAD),
        ("accounts ahead", OF_ACCOUNTS_AHEAD, ""),
    ),
    "plan": (
        (
            "hires",
            "The heads to hire so that the chance of enough hours stays at the policy's level.",
            "least cost of pay, hiring and shortfall such that hires carry what is needed in each month",
        ),
    ),
    "levers": (("hours freed", OF_FREED, FREED),),
    "impact": (
        (EFFECT, OF_EFFECT, EFFECTS),
        *((name, OF_FIGURES[name], "") for name in ("p", "placebo p", "power", "detectable")),
    ),
    "contact": (("difference in MRR", OF_FIGURES["difference in MRR"], ""),),
}
"""By the name of the question or command; one that is not here explains its figures in its own lines."""


def defined(name: str) -> tuple[Definition, ...]:
    """Return the definitions that stand under a result."""
    return OF.get(name, ())
