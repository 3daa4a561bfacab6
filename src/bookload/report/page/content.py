"""What the page shows, gathered and worded; the template only lays it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookload.base.access import Right
from bookload.report.answer import answer
from bookload.report.page.ahead import Ahead, ahead
from bookload.report.page.drawings import Drawings, drawings
from bookload.report.page.figure import Why, explained, why
from bookload.report.page.front import Front, front
from bookload.report.page.grid import Grid
from bookload.report.page.strip import Figure, strip
from bookload.report.page.tables import (
    Benchmarks,
    Loads,
    benchmarks,
    bridge_grid,
    hours_grid,
    loads,
    segment_grid,
    trend_grid,
)
from bookload.report.page.turned import Turned, turned
from bookload.report.provenance import BESIDE, Held, Provenance, provenance
from bookload.report.team import team

if TYPE_CHECKING:
    from collections.abc import Iterable

OF_PAY = frozenset({"arr_per_ote", "cost_to_serve"})
ALWAYS = (
    "arr_per_csm",
    "covered_arr_per_csm",
    "target",
    "need",
    "csms",
    "arr",
    "cohort",
    "committed_arr",
    "renewals",
    "top_10_share",
)


@dataclass(frozen=True)
class Content:
    """The whole page. `loads` is None for readers who may not see single people's time or names.

    `why` has each figure that opens; None where it is opened when somebody asks.
    """

    company: str
    currency: str
    front: Front
    strip: tuple[Figure, ...]
    drawings: Drawings
    trend: Grid
    bridge: Grid
    turned: tuple[Turned, ...]
    ahead: Ahead
    hours: Grid
    segments: Grid | None
    loads: Loads | None
    benchmarks: tuple[Benchmarks, ...]
    missing: tuple[str, ...]
    why: Mapping[str, Why | None]
    provenance: Provenance
    beside: str = BESIDE


def content(reader: Held, *, opened: bool = True) -> Content:
    """Return what the page of a reader of all rows shows; raise `AccessDeniedError` for others.

    A page that stands alone has its figures `opened`; an app opens each when somebody asks why.
    """
    reader.access.demand({Right.ALL_ROWS}, "the report")
    found = answer(reader)
    currency = reader.policy.company.currency
    figures = strip(found, reader.access, currency)
    return Content(
        company=reader.head.workspace,
        currency=currency,
        front=front(found, team(reader), currency),
        strip=figures,
        drawings=drawings(reader, found),
        trend=trend_grid(found, currency),
        bridge=bridge_grid(found, currency),
        turned=turned(found, currency),
        ahead=ahead(reader),
        hours=hours_grid(found),
        segments=segment_grid(found, reader.access, currency),
        loads=loads(reader, found),
        benchmarks=benchmarks(found, reader.access, currency),
        missing=(*found.missing, *(str(finding) for finding in found.capacity.findings)),
        why=_why(reader, (*ALWAYS, *(figure.name for figure in figures)), opened=opened),
        provenance=provenance(reader),
    )


def _why(reader: Held, metrics: Iterable[str], *, opened: bool) -> Mapping[str, Why | None]:
    allowed = [
        metric
        for metric in dict.fromkeys(metrics)
        if explained(metric) and (metric not in OF_PAY or reader.access.allows(Right.PAY_GROUP))
    ]
    return {metric: why(reader, metric) if opened else None for metric in allowed}
