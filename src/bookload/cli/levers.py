"""`bookload levers`: what to change so that hours are freed and customers get no less."""

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer

from bookload.cli.options import AsOf, Json, Profile, Role, Root, SnapshotId, opened
from bookload.cli.output import progress, say


def amount(text: str) -> Fraction:
    """Return the amount that an option gives."""
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise typer.BadParameter(f"'{text}' is not an amount; write it as 20000 or 20000.50") from None
    if not number.is_finite() or number < 0:
        raise typer.BadParameter(f"'{text}' is not an amount of 0 or more")
    return Fraction(number)


def command(
    budget: Annotated[
        Fraction | None,
        typer.Option(
            "--budget", parser=amount, metavar="AMOUNT", help="What levers may cost; the policy's by default."
        ),
    ] = None,
    of_role: Annotated[
        str | None,
        typer.Option("--role", metavar="ROLE", help="Whose hours to free: csm by default, or all."),
    ] = None,
    write: Annotated[
        bool,
        typer.Option("--write", help="Write the default levers to levers.toml, to be changed, and stop."),
    ] = False,
    workspace: Root = Path(),
    as_of: AsOf = None,
    snapshot: SnapshotId = None,
    role: Role = None,
    profile: Profile = None,
    as_json: Json = False,
) -> None:
    """Show the best set of levers under a budget, what each frees alone, and the ratios that follow."""
    from bookload.cli.deliver import deliver
    from bookload.report.topics import levers

    reader = opened(workspace, as_of, role, snapshot, profile)
    if write:
        from bookload.workspace.writing import write_levers

        say(f"{write_levers(reader, workspace)} levers are in {workspace / 'levers.toml'}; each is assumed")
        return
    with progress() as told:
        plan = reader.levers(budget, of_role, told)
    currency = reader.policy.company.currency
    deliver(
        reader,
        levers.body(plan, reader.access),
        lambda: levers.tables(plan, reader.access, currency),
        as_json,
    )
