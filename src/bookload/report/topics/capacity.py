"""Hours asked for against hours there are, and the heads that follow."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base.access import Right
from bookload.report.document import amount_text, plain
from bookload.report.figures import number, percent, units
from bookload.report.terminal import Part, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bookload.base.access import Access
    from bookload.base.errors import Finding
    from bookload.base.period import Month
    from bookload.planning.capacity import Capacity, PersonLoad
    from bookload.planning.capacity.means import MeanHours
    from bookload.report.document import Document, Json

SEEN = 0.0005
"""A share from which it is not shown as nothing."""
BESIDE = 8
"""How many months stand beside one another in a table: a screen cuts off what is wider."""
SIGNS = {"overload": "overload", "tight": "tight", "within": ""}


def body(capacity: Capacity, access: Access) -> Document:
    """Return the rows by role and month, the implied ratios, and people's loads where they may be seen."""
    document: Document = {
        "assumed": capacity.assumed,
        "rows": [plain(row, access) for row in capacity.rows],
        "implied": [
            {
                "month": str(row.month),
                "arr_per_csm": amount_text(row.arr_per_csm, 2),
                "accounts_per_csm": plain(row.accounts_per_csm, access),
                "assumed": row.assumed,
            }
            for row in capacity.implied
        ],
        "unowned": [plain(row, access) for row in capacity.unowned],
        "stages": [plain(row, access) for row in capacity.stages],
        "levels": [plain(row, access) for row in capacity.levels],
        "means": [_mean(row) for row in capacity.means],
        "covered": [plain(row, access) for row in capacity.covered],
        "findings_here": [plain(each, access) for each in told(capacity.findings, access)],
    }
    if capacity.people is not None and access.allows(Right.TIME_PERSON):
        document["people"] = [plain(row, access) for row in capacity.people]
    return document


def told(findings: Sequence[Finding], access: Access) -> list[Finding]:
    """Return the findings that a reader may know of: those that name people need the right to names."""
    named = access.allows(Right.PERSON_NAMES)
    return [each for each in findings if named or each.table != "people"]


def _mean(row: MeanHours) -> Json:
    return {
        "month": str(row.month),
        "role": row.role,
        "likely": row.likely,
        "mean": row.mean,
        "lean": row.lean,
    }


def tables(capacity: Capacity, access: Access, currency: str) -> list[Part]:
    """Return demand and supply by role and month, people's loads, and what the required heads imply."""
    parts: list[Part] = [_roles(capacity), _implied(capacity, currency), *_stages(capacity)]
    if capacity.levels:
        parts.append(_levels(capacity))
    if capacity.people is not None and access.allows(Right.TIME_PERSON):
        parts += _people(capacity)
    if capacity.assumed:
        parts.append(
            "Hours are ASSUMED from published averages, as a band, and carry no hiring verdict: write your "
            "journey into "
            "journey.toml to replace them."
        )
    parts += _means(capacity)
    parts.extend(
        f"{row.month} {row.role}: {number(row.hours)} h that nobody carries ({row.reason.replace('_', ' ')})"
        for row in capacity.unowned
        if row.hours
    )
    parts.extend(
        f"{row.month} {row.role}: {number(row.hours)} h fell due while their owners were away for long; "
        f"colleagues can take {number(row.covered)} h, {number(row.uncovered)} h are uncovered"
        for row in capacity.covered
    )
    return parts


def _roles(capacity: Capacity) -> Part:
    rows = [
        [
            str(row.month) + ("  ahead" if row.projected else ""),
            row.role,
            number(row.demand_hours),
            number(row.supply_hours),
            percent(row.utilisation, 0),
            number(row.need, 2),
            None if row.need_low is None else f"{row.need_low:.1f} to {row.need_high:.1f}",
            number(row.have, 2),
            number(row.ramped, 2),
            (row.binding or "") + (" (assumed)" if row.assumed else ""),
        ]
        for row in capacity.rows
    ]
    columns = [
        "month",
        "role",
        "hours asked",
        "hours there",
        "used",
        "need",
        "band",
        "have",
        "ramped",
        "binds",
    ]
    return table(
        "Hours asked for and hours there are; heads needed and heads there", columns, rows, text_columns=2
    )


def _implied(capacity: Capacity, currency: str) -> Part:
    rows = [
        [str(row.month), units(row.arr_per_csm, currency), number(row.accounts_per_csm)]
        for row in capacity.implied
    ]
    return table(
        "What each required CSM would carry", ["month", f"ARR per CSM, {currency}", "accounts per CSM"], rows
    )


def _means(capacity: Capacity) -> list[Part]:
    """Return by how much the mean hours of the bands are above the likely ones, by role, where they are."""
    sums: dict[str, list[float]] = {}
    for row in capacity.means:
        held = sums.setdefault(row.role, [0.0, 0.0])
        held[0] += row.likely
        held[1] += row.mean
    shown = [
        f"{role} {number(Fraction(mean))} h where {number(Fraction(likely))} h are likely "
        f"({percent(Fraction(mean / likely - 1))})"
        for role, (likely, mean) in sums.items()
        if likely and abs(mean / likely - 1) >= SEEN
    ]
    if not shown:
        return []
    said = "Hours asked count each activity's likely minutes. The mean of their bands, low to high, which "
    return [f"{said}forecast and plan draw from, is over all months: {'; '.join(shown)}."]


def _beside(months: Iterable[Month]) -> list[list[Month]]:
    """Return months in order, as many at a time as stand beside one another."""
    ordered = sorted(set(months))
    return [ordered[first : first + BESIDE] for first in range(0, len(ordered), BESIDE)]


def _stages(capacity: Capacity) -> list[Part]:
    """Return the hours of each stage of the journey by month; a month's accounts are weighted by days."""
    return [_stages_of(capacity, months) for months in _beside(row.month for row in capacity.stages)]


def _stages_of(capacity: Capacity, months: list[Month]) -> Part:
    found = {(row.stage, row.month): row for row in capacity.stages}
    last = months[-1]
    order = sorted({row.stage for row in capacity.stages}, key=lambda stage: (stage is None, stage or ""))
    rows = []
    for stage in order:
        held = found.get((stage, last))
        each = [found.get((stage, month)) for month in months]
        cells = [number(row.hours) if row else number(Fraction(0)) for row in each]
        rows.append([stage or "(outside all)", number(held.accounts if held else Fraction(0)), *cells])
    columns = ["stage", f"accounts in {last}", *map(str, months)]
    return table("Hours by stage: what onboardings, renewals and the rest ask for", columns, rows)


def _levels(capacity: Capacity) -> Part:
    """Return by level what only it and those above may do, against what they can plan with."""
    rows = [
        [
            str(row.month),
            row.role,
            row.level or "(any)",
            number(row.demand_from),
            number(row.plannable_from),
            number(row.short_hours),
            number(row.need_from, 2),
        ]
        for row in capacity.levels
    ]
    columns = ["month", "role", "from level", "hours asked", "plannable", "short", "heads needed"]
    title = "Levels: seniors may do juniors' work, not the other way"
    return table(title, columns, rows, text_columns=3)


def _people(capacity: Capacity) -> list[Part]:
    people = capacity.people.rows if capacity.people else ()
    return [_people_of(people, months) for months in _beside(row.month for row in people)]


def _people_of(people: Sequence[PersonLoad], months: list[Month]) -> Part:
    used = {(row.person_id, row.month): row for row in people}
    rows = []
    for person in sorted({row.person_id for row in people}):
        cells = []
        for month in months:
            load = used.get((person, month))
            shown = percent(load.utilisation, 0) if load else None
            cells.append(f"{shown} {SIGNS[load.load]}".strip() if load and load.load and shown else shown)
        rows.append([person, *cells])
    return table(
        "Hours asked of each person, as a share of those available", ["person", *map(str, months)], rows
    )
