"""`bookload impact`: whether what was done to accounts changed MRR, or that nobody can tell."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bookload.cli.options import AsOf, Html, Json, Profile, Role, Root, SnapshotId, Xlsx, opened
from bookload.cli.output import progress

if TYPE_CHECKING:
    from bookload.planning.impact import Contact, Impacts
    from bookload.workspace import Workspace

ONE_BY_ONE = "`bookload impact INTERVENTION` opens one."
OF_YOUR_OWN = (
    "No intervention was imported: what stands here are changes of owner. A table interventions "
    "(intervention_id, account_id, start_date, name, kind; a row for each account that was reached) is asked "
    "about as soon as it is there."
)


def command(
    intervention: Annotated[
        str | None,
        typer.Argument(metavar="[INTERVENTION]", help="One by its identifier, or new_csm; all by default."),
    ] = None,
    contact: Annotated[
        bool, typer.Option("--contact", help="What MRR does after contact instead, by lag and owner.")
    ] = False,
    after: Annotated[
        int, typer.Option("--months", min=1, max=24, help="Months from each start that are looked at.")
    ] = 6,
    workspace: Root = Path(),
    as_of: AsOf = None,
    snapshot: SnapshotId = None,
    role: Role = None,
    profile: Profile = None,
    html: Html = None,
    xlsx: Xlsx = None,
    as_json: Json = False,
) -> None:
    """Show what interventions did to MRR: the effect with its interval, or why nobody can tell."""
    reader = opened(workspace, as_of, role, snapshot, profile)
    if contact:
        if intervention is not None:
            raise typer.BadParameter("--contact is of all contact; leave the intervention out")
        _contact(reader, reader.contact(), (html, xlsx), as_json)
        return
    with progress() as told:
        found = reader.impact(intervention, after, told)
    _impact(reader, found, (html, xlsx), as_json)


def _impact(reader: Workspace, found: Impacts, files: tuple[Path | None, Path | None], as_json: bool) -> None:
    from bookload.cli.deliver import deliver
    from bookload.cli.written import page, workbook
    from bookload.metrics.books.handovers import NEW_CSM
    from bookload.report.topics import impact

    currency = reader.policy.company.currency
    parts = impact.tables(found, currency)
    own = any(each.intervention_id != NEW_CSM for each in found.found)
    how = [*([] if found.one else [ONE_BY_ONE]), *([] if own else [OF_YOUR_OWN])]
    deliver(reader, impact.body(found, reader.access), lambda: [*parts, *how], as_json)
    html, xlsx = files
    if html:
        from bookload.report.page.charted.impact import charts

        page(reader, html, "What worked", parts, charts(found))
    if xlsx:
        from bookload.report.workbook.sheets import impact as sheet

        workbook(reader, xlsx, sheet.NAME, lambda made: sheet.fill(made, found, currency))


def _contact(
    reader: Workspace, found: Contact, files: tuple[Path | None, Path | None], as_json: bool
) -> None:
    from bookload.cli.deliver import deliver
    from bookload.cli.written import page, workbook
    from bookload.report.topics import contact

    parts = contact.tables(found)
    deliver(reader, contact.body(found, reader.access), lambda: parts, as_json)
    html, xlsx = files
    if html:
        from bookload.report.page.charted.impact import contact_charts

        page(reader, html, "Contact and revenue", parts, contact_charts(found))
    if xlsx:
        from bookload.report.workbook.sheets import contact as sheet

        workbook(reader, xlsx, sheet.NAME, lambda made: sheet.fill(made, found))
