"""How books are balanced: what a move costs, how even they are to be, who may look after whom."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from bookload.data.documents.section import Section

Of = Literal["skills", "languages", "region", "country", "level", "team", "role"]
"""What of a person an account may ask for; of skills and languages a person may have several."""

Weight = Annotated[Decimal, Field(ge=0, le=1_000_000)]
Band = Annotated[Decimal, Field(ge=0, le=1)]
TouchModel = Literal["high", "mid", "low", "tech"]


class Match(Section):
    """What of an account asks for what of a person.

    `account` is a column of accounts (or a further one of its file), `touch_model` included; several values
    are separated by semicolons, and each is asked for. `allows` says which values of a person serve a value
    of an account, where they are not the same words. `hard`: nobody else may have the account; else it costs
    the policy's `fit`. An account that states nothing asks for nothing.
    """

    account: str
    person: Of
    hard: bool = True
    allows: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class BalanceTerms(Section):
    """What a proposal of moves weighs and keeps to; the unit is one move of an account without history.

    A move costs `move`, `move_tenure` for each year that the owner has had the account (three at most),
    `move_arr` x its ARR / the mean account's (three at most), and `move_renewal` where it renews within
    `renewal_near_days`. A book that is off its share of all hours by more than `hours_band` of it costs
    `hours` for each percent of the share beyond; the same for ARR, where each account's counts against the
    target of its touch model. `fit` is what each account with a person who does not suit it costs, softly.
    Nobody publishes any of these weights.

    Hours are those of `months_ahead` after that of the date: their `mean`, or the `worst` month of each
    account against that of each person. Nobody gets more than their `limit` of hours, plannable or all that
    are available. `pinned` accounts stay, `barred` names the people who may not get an account. Accounts of
    one family that one person has stay together with `keep_families`. A pool gets accounts of `pooled` touch
    models alone.
    """

    move: Weight = Decimal(1)
    move_tenure: Weight = Decimal("0.5")
    move_arr: Weight = Decimal("0.5")
    move_renewal: Weight = Decimal(2)
    renewal_near_days: Annotated[int, Field(ge=0, le=3660)] = 90
    hours: Weight = Decimal("0.5")
    arr: Weight = Decimal("0.25")
    fit: Weight = Decimal(1)
    hours_band: Band = Decimal("0.03")
    arr_band: Band = Decimal("0.05")
    hours_of: Literal["mean", "worst"] = "mean"
    months_ahead: Annotated[int, Field(ge=1, le=12)] = 3
    limit: Literal["plannable", "available"] = "plannable"
    pinned: tuple[str, ...] = ()
    barred: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    keep_families: bool = True
    pooled: tuple[TouchModel, ...] = ("tech",)
    match: tuple[Match, ...] = ()
    seconds: Annotated[Decimal, Field(gt=0, le=86_400)] = Decimal(20)
    seed: Annotated[int, Field(ge=0)] = 20260101
