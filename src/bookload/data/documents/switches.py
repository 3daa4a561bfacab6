"""The switches of recurring revenue: what a profile may set, and what its preset sets it to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from bookload.base.errors import did_you_mean
from bookload.data.documents.profiles import BOOKLOAD, preset_switches, presets
from bookload.data.documents.section import Section

PastDue = Literal["always"] | Annotated[int, Field(ge=1, le=366)]


class Switches(Section):
    """Which rows are MRR and how changes of it are counted; the defaults are the profile `bookload`.

    `counted_statuses` carry MRR. `past_due_days`: how long a past due row does, from the day that
    it became so. `discounts`: those that reduce MRR, `endless` being the ones without an end.
    `churn_date`: a cancelled row ends with its period, or on the day that it was cancelled. `paused`
    rows stand apart (no MRR, a movement of their own) or go on counting. `trials` count from their
    end, or from their start. `movements` net from month end to month end, or each day's change
    counts; expansion and contraction net at the `grain`. `days_a_year` and `weeks_a_year` turn a
    day's or week's price into a year's; at 0 such prices are no MRR. `rounding` is that of each
    row's MRR, half away from zero. `past` is how foreign amounts of past months are restated; a row
    that is renewed within `renewal_gap_days` was never gone.
    """

    counted_statuses: tuple[Literal["active", "past_due", "unpaid", "canceled"], ...] = (
        "active",
        "past_due",
        "canceled",
    )
    past_due_days: PastDue = "always"
    discounts: Literal["all", "endless", "none"] = "all"
    churn_date: Literal["period_end", "cancellation"] = "period_end"
    paused: Literal["apart", "counted"] = "apart"
    trials: Literal["left_out", "counted"] = "left_out"
    movements: Literal["netted", "daily"] = "netted"
    grain: Literal["account", "product"] = "account"
    days_a_year: Literal["365", "360", "0"] = "365"
    weeks_a_year: Literal["52", "48", "365/7", "0"] = "52"
    rounding: Literal["none", "minor_units", "four_places"] = "none"
    past: Literal["as_booked", "constant_currency"] = "as_booked"
    renewal_gap_days: Annotated[int, Field(ge=0, le=366)] = 0


class OwnProfile(Switches):
    """A profile of one's own: the switches of another, `based_on`, but for those that it states."""

    based_on: str = "bookload"


def resolved(profile: str, own: Mapping[str, object]) -> dict[str, object]:
    """Return the switches of a profile: a preset's, or one's own over those that it is based on.

    Raises `ValueError` for a name that is neither, and for own profiles based on one another.
    """
    stated: dict[str, object] = {}
    seen: list[str] = []
    while profile in own:
        if profile in seen:
            raise ValueError(f"the profiles {', '.join(seen)} are based on one another")
        seen.append(profile)
        values = own[profile]
        if not isinstance(values, Mapping):
            raise ValueError(f"[profiles.{profile}] is not a section")  # noqa: TRY004 - pydantic reads ValueError
        stated = {**values, **stated}
        profile = str(stated.pop("based_on", BOOKLOAD))
    if profile not in presets():
        allowed = ", ".join(sorted({*presets(), *own}))
        raise ValueError(f"unknown profile '{profile}'{did_you_mean(profile, presets())}; allowed: {allowed}")
    return {**preset_switches(profile), **stated}
