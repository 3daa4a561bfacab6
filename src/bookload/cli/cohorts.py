"""`bookload cohorts`: how the accounts that began together last."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bookload.cli.options import AsOf, First, Json, Last, Profile, Role, Root, SnapshotId, opened


class Grain(StrEnum):
    """How long a cohort, and each step after it, is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Measure(StrEnum):
    """What is followed."""

    REVENUE = "revenue"
    LOGO = "logo"


def command(
    grain: Annotated[
        Grain, typer.Option("--grain", help="Months, or quarters or years of the fiscal calendar.")
    ] = Grain.QUARTER,
    measure: Annotated[
        Measure, typer.Option("--measure", help="What they pay, or how many of them are left.")
    ] = Measure.REVENUE,
    only: Annotated[
        str | None,
        typer.Option(
            "--only",
            metavar="KIND=NAME",
            help="The accounts that began in a group: segment=SMB, tier, region.",
        ),
    ] = None,
    first: First = None,
    last: Last = None,
    workspace: Root = Path(),
    as_of: AsOf = None,
    snapshot: SnapshotId = None,
    role: Role = None,
    profile: Profile = None,
    as_json: Json = False,
) -> None:
    """Follow the accounts by the month, quarter or year of their first MRR, as a heatmap."""
    from bookload.base.period import Month
    from bookload.cli.deliver import deliver
    from bookload.metrics.revenue.retention.cohorts import shown
    from bookload.report.topics import cohorts

    reader = opened(workspace, as_of, role, snapshot, profile)
    found = reader.cohorts(grain.value, group(only))
    if first or last:
        found = shown(found, Month.parse(first) if first else None, Month.parse(last) if last else None)
    deliver(
        reader,
        cohorts.body(found, measure.value),
        lambda: cohorts.tables(found, measure.value),
        as_json,
        about=(reader.months[0], reader.months[-1]),
    )


def group(only: str | None) -> tuple[str, str] | None:
    """Return the kind of group and the name that `--only KIND=NAME` gives."""
    if only is None:
        return None
    kind, equals, name = only.partition("=")
    if not equals:
        raise typer.BadParameter(f"'{only}' names no group; write it as segment=Enterprise")
    return kind.strip(), name.strip()
