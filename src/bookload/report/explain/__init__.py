"""Why this number: every figure of the report, opened down to the source rows, with the rule at each step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.base.access import Right
from bookload.base.errors import UsageError, unknown
from bookload.report.explain.against import gini, rank_correlation
from bookload.report.explain.arr import accounts, arr, mrr
from bookload.report.explain.calibration import minutes
from bookload.report.explain.cohorts import cohort
from bookload.report.explain.committed import MEANING as COMMITTED
from bookload.report.explain.committed import committed_part, due_for_renewal
from bookload.report.explain.concentration import herfindahl, top_ten
from bookload.report.explain.cost import served_cost
from bookload.report.explain.csms import csms
from bookload.report.explain.effort import hours
from bookload.report.explain.explanation import Explanation, Step
from bookload.report.explain.forecast import accounts_ahead, arr_ahead, hours_ahead
from bookload.report.explain.impact import intervention
from bookload.report.explain.levers import lever_hours
from bookload.report.explain.load import have, implied, utilisation
from bookload.report.explain.movement import MEANING, movement
from bookload.report.explain.need import need
from bookload.report.explain.plan import hires
from bookload.report.explain.ratio import RATIOS, gain, ratio, target
from bookload.report.explain.retention import grr, logo_churn, nrr
from bookload.report.explain.savings import hours_saved
from bookload.report.explain.signs import explain_signs
from bookload.report.explain.sizing import published_heads
from bookload.report.explain.subjects import demand_subject

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bookload.base.access import Access
    from bookload.data.documents import Levers
    from bookload.data.reader import Reader

__all__ = ["METRICS", "OF_ONE", "OF_PAY", "Explanation", "Step", "explain", "metrics_of"]

METRICS: Mapping[str, Callable[[Reader, str | None], Explanation]] = {
    "arr": arr,
    "mrr": mrr,
    "accounts": accounts,
    "csms": csms,
    "nrr": nrr,
    "grr": grr,
    "logo_churn": logo_churn,
    "cohort": cohort,
    "renewals": due_for_renewal,
    "top_10_share": top_ten,
    "herfindahl": herfindahl,
    "signs": explain_signs,
    "target": target,
    "gain": gain,
    "need": need,
    "have": have,
    "utilisation": utilisation,
    "implied_arr_per_csm": implied,
    "hours": hours,
    "hours_saved": hours_saved,
    "rank_correlation": rank_correlation,
    "gini": gini,
    "minutes": minutes,
    "cost_of_accounts": served_cost,
    "arr_ahead": arr_ahead,
    "accounts_ahead": accounts_ahead,
    "hours_ahead": hours_ahead,
    "hires": hires,
    "published_heads": published_heads,
    "lever_hours": lever_hours,
    "impact": intervention,
    **{name: lambda reader, subject, name=name: ratio(reader, name, subject) for name in RATIOS},  # type: ignore[misc]
    **{part: lambda reader, subject, part=part: committed_part(reader, part, subject) for part in COMMITTED},  # type: ignore[misc]
    **{kind: lambda reader, subject, kind=kind: movement(reader, kind, subject) for kind in MEANING},  # type: ignore[misc]
}
"""What can be explained; one more metric is one more function."""

OF_PAY = frozenset({name for name, opened in RATIOS.items() if opened.needs} | {"cost_of_accounts"})
OF_THE_TEAM = frozenset(
    {
        *("csms", "target", "gain", "need", "have", "utilisation", "implied_arr_per_csm"),
        *("hours", "hours_saved", "rank_correlation", "gini", "minutes", "cost_of_accounts"),
        *("arr_ahead", "accounts_ahead", "hours_ahead", "hires", "published_heads", "lever_hours"),
        "impact",
        *RATIOS,
    }
)
"""Figures that set all accounts against the team; of some accounts alone they would say nothing."""

OF_ONE = frozenset({"impact"})
"""Figures that open only of somebody or something that is named."""


def metrics_of(access: Access) -> tuple[str, ...]:
    """Return the figures that a reader may be told of: those from pay only with a right to pay."""
    return tuple(
        name
        for name in METRICS
        if (name not in OF_PAY or access.allows(Right.PAY_GROUP))
        and (name not in OF_THE_TEAM or not access.chosen)
    )


def explain(
    reader: Reader, metric: str, subject: str | None = None, levers: Levers | None = None
) -> Explanation:
    """Return a figure opened; `subject` narrows it to one account, person or group where it has them.

    `levers` are the company's own, which `lever_hours` opens; the default ones without. Raises `UsageError`
    for an unknown metric, naming those that the reader may be told of, for what is not there to be opened,
    and for a figure of the team where some accounts alone are asked about.
    """
    if metric not in METRICS:
        raise unknown("metric", metric, metrics_of(reader.access))
    if reader.access.chosen and metric in OF_THE_TEAM:
        raise UsageError(f"'{metric}' sets all accounts against the team; take the filter off (only.…)")
    if subject is not None:
        demand_subject(reader, metric, subject)
    if metric == "lever_hours":
        return lever_hours(reader, subject, levers)
    return METRICS[metric](reader, subject)
