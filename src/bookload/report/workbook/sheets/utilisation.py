"""Hours asked of each person and month, of the hours that they have."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.report.workbook.charts import Frame, Rows, Series, columns
from bookload.report.workbook.sheet import cell, divided
from bookload.report.workbook.style import ACCENT

if TYPE_CHECKING:
    from bookload.report.workbook.gathered import Gathered
    from bookload.report.workbook.sheet import Sheet

NAME = "Utilisation"
FIRST = 5
EACH = 3
"""Columns a month: asked, there, used."""


def fill(sheet: Sheet, data: Gathered) -> None:
    """Write a row a person, with three columns a month; shaded where tight or overloaded."""
    people = data.answer.capacity.people
    rows = people.rows if people is not None else ()
    months = sorted({row.month for row in rows})
    target = Fraction(data.policy.working_time.target_utilisation)
    assumed = any(row.assumed for row in rows)
    sheet.begin(
        "Utilisation",
        f"Hours asked of hours there; above {float(target):.0%} is tight, above 100% overload."
        + (" Hours are ASSUMED and carry no verdict." if assumed else ""),
        [26, 16, *[10] * EACH * len(months)],
        frozen=(FIRST, 2),
    )
    sheet.head(
        FIRST - 1, ("person", "role", *("hours asked", "hours there", "used") * len(months)), words=(0, 1)
    )
    for number, month in enumerate(months):
        sheet.section(FIRST - 2, str(month), 2 + EACH * number)
    found = {(row.person_id, row.month): row for row in rows}
    listed = sorted(_person(data, person) for person in {row.person_id for row in rows})
    for at, (role, name, person) in enumerate(listed, start=FIRST):
        sheet.put(at, 0, name, "text")
        sheet.put(at, 1, role, "text")
        for number, month in enumerate(months):
            row, left = found.get((person, month)), 2 + EACH * number
            if row is None:
                continue
            sheet.put(at, left, row.hours_asked, "hours", given=True)
            sheet.put(at, left + 1, row.hours_available, "hours", given=True)
            used = divided(cell(at, left), cell(at, left + 1))
            sheet.live(at, left + 2, used, row.utilisation, "share")
    last = FIRST + len(listed) - 1
    if listed and not assumed:
        for number in range(len(months)):
            sheet.mark_loads((FIRST, 4 + EACH * number), (last, 4 + EACH * number), target)
    if listed:
        series = [Series(4, str(months[0]), ACCENT)]
        frame = Frame((last + 2, 0), f"Utilisation by person, {months[0]}", "0%")
        columns(sheet, frame, Rows(FIRST, last, 0), series)


def _person(data: Gathered, person: str) -> tuple[str, str, str]:
    known = data.staff.people.get(person)
    position = data.staff.position(person, data.answer.capacity.as_of)
    return (position.role if position else "", (known.name if known else None) or person, person)
