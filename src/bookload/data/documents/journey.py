"""The journey: the stages an account passes through and what the team does in each (`journey.toml`)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from bookload.base.errors import did_you_mean
from bookload.data.documents.policy import Section, Share

Amount = Annotated[Decimal, Field(ge=0)]


class Stage(Section):
    """A stage. An account is in the first stage, in the order given, whose rule holds on the day.

    Rules (all those given must hold): `days_since_start` [from, to) counts from the account's
    go-live event if there is one and `from_event` asks for it, else from its first day live;
    `days_to_renewal` [from, to) to its next renewal; `event` is the value of its latest `stage`
    event; `health` one of these values of its latest `health` event. A stage without rules holds always.
    """

    name: str
    days_since_start: tuple[int, int] | None = None
    from_event: str | None = None
    days_to_renewal: tuple[int, int] | None = None
    event: str | None = None
    health: tuple[str, ...] = ()


class Minutes(Section):
    """Minutes of one delivery: P10, mode and P90 of the segment's mean; low <= likely <= high."""

    low: Amount
    likely: Amount
    high: Amount

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.low <= self.likely <= self.high:
            message = f"minutes must rise: low {self.low}, likely {self.likely}, high {self.high}"
            raise ValueError(message)
        return self


class Activity(Section):
    """Something the team does for an account in a stage.

    Deliveries = accounts in the stage (weighted by days) x `times` per `per` x `share`; `event`
    activities happen once when an account enters the stage. `per_unit` adds minutes per unit of
    an attribute of the account (a time equation: 60 + 15 per integration). A group activity's
    sessions are max(1, deliveries / group_size). `assumed` marks minutes that nobody measured.
    """

    name: str
    stage: str
    role: str = "csm"
    level: str | None = None
    minutes: Minutes
    times: Amount = Decimal(1)
    per: Literal["stage", "month", "quarter", "year", "event"] = "month"
    share: Share = Decimal(1)
    mode: Literal["personal", "group", "automated"] = "personal"
    group_size: Annotated[Decimal, Field(ge=1)] = Decimal(1)
    automated_share: Share = Decimal(0)
    per_unit: dict[str, Amount] = Field(default_factory=dict)
    segments: tuple[str, ...] = ()
    touch_models: tuple[Literal["high", "mid", "low", "tech"], ...] = ()
    kinds: tuple[str, ...] = ()
    points: Amount = Decimal(1)
    assumed: bool = False


class Journey(Section):
    """The whole of `journey.toml`; without activities the policy's assumed hours stand in, marked."""

    version: Literal[1] = 1
    stages: tuple[Stage, ...] = ()
    activities: tuple[Activity, ...] = ()

    @model_validator(mode="after")
    def _stages_exist(self) -> Self:
        names = [stage.name for stage in self.stages]
        for activity in self.activities:
            if activity.stage not in names:
                hint = did_you_mean(activity.stage, names)
                message = (
                    f"activity '{activity.name}' is in stage '{activity.stage}', which is not a stage{hint}"
                )
                raise ValueError(message)
        return self
