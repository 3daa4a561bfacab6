"""What is asked of what was done: whether interventions changed MRR, and what follows contact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from bookload.data.tables import unbound
from bookload.metrics.books.handovers import A_NEW_CSM, NEW_CSM, first_handovers
from bookload.metrics.effort.recorded import log_span
from bookload.report.page.charted.impact import charts as impact_charts
from bookload.report.page.charted.impact import contact_charts
from bookload.report.topics import contact, impact
from bookload.report.workbook.sheets import contact as contact_sheet
from bookload.report.workbook.sheets import impact as impact_sheet
from bookload.workspace.questions.question import Answered, Asked, Choice, Question
from bookload.workspace.questions.revenue import ALL_ROWS

if TYPE_CHECKING:
    from bookload.base.progress import Progress
    from bookload.workspace.reading import Workspace


class Impact(Asked):
    """Which intervention, or all of them; over how many months from each start."""

    intervention: Annotated[str, Field(min_length=1)] | None = Field(
        default=None, description="all of them; new_csm: changes of owner"
    )
    months: Annotated[int, Field(ge=1, le=24)] = 6


def _impact(reader: Workspace, asked: Impact, progress: Progress) -> Answered:
    found, currency = (
        reader.impact(asked.intervention, asked.months, progress),
        reader.policy.company.currency,
    )
    one = found.one
    return Answered(
        impact.body(found, reader.access),
        impact.tables(found, currency),
        impact_charts(found),
        fill=lambda sheet: impact_sheet.fill(sheet, found, currency),
        opens="intervention",
        of={} if one is None else {"impact": one.intervention_id},
    )


def _named(reader: Workspace) -> Mapping[str, str]:
    """Return the names of the interventions that the data names by `as_of`, by id."""
    rows = unbound("interventions")
    by_then = rows.filter(rows.start_date <= reader.as_of).select("intervention_id", "name").distinct()
    found: dict[str, str] = {}
    for row in reader.collect(by_then).rows():
        key = str(row["intervention_id"])
        words = str(row["name"] or key)
        found[key] = min(found.get(key, words), words)
    return found


def _interventions(reader: Workspace) -> Mapping[str, Sequence[Choice]]:
    """Return the interventions that can be asked about, by name; changes of owner last."""
    if not reader.access.sees_all_rows:
        return {"intervention": ()}
    named = [(key, f"{words} ({key})") for key, words in sorted(_named(reader).items())]
    second = reader.months[:2][-1].first_day
    changes = [(NEW_CSM, A_NEW_CSM)] if first_handovers(reader, second) else []
    return {"intervention": [*named, *changes]}


def _no_interventions(reader: Workspace) -> str | None:
    return None if _named(reader) else "interventions"


class Contact(Asked):
    """Nothing is said with it."""


def _contact(reader: Workspace, _asked: Contact, _progress: Progress) -> Answered:
    found = reader.contact()
    return Answered(
        contact.body(found, reader.access),
        contact.tables(found),
        contact_charts(found),
        fill=lambda sheet: contact_sheet.fill(sheet, found),
    )


def _no_log(reader: Workspace) -> str | None:
    return None if log_span(reader) else "activities"


WORKED = (
    Question(
        "impact",
        "What worked",
        ALL_ROWS,
        Impact,
        _impact,
        slow=True,
        choices=_interventions,
        lacks=_no_interventions,
    ),
    Question("contact", "Contact and revenue", ALL_ROWS, Contact, _contact, slow=True, lacks=_no_log),
)
