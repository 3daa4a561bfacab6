"""The journey: the stages an account passes through and what the team does in each (`journey.toml`)."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from bookload.base.errors import did_you_mean
from bookload.data.documents.policy import Share
from bookload.data.documents.section import Section

Amount = Annotated[Decimal, Field(ge=0)]


class Stage(Section):
    """A stage. On each day a live account is in the first stage, in the order given, whose rules all hold.

    - `days_since_start` [from, to) counts from the latest event of kind `from_event` where there is one by
      that day, else from the account's first day live;
    - `from_event` without `days_since_start`: holds from the first event of that kind on;
    - `until_event`: holds until the first event of that kind (an onboarding that ends with `go_live`);
    - `days_to_renewal` [from, to) to its next known renewal; without one the rule does not hold;
    - `event` is the value of its latest `stage` event; `health` has that of its latest `health` event.

    A stage without rules holds always. A day that no stage holds on is shown as outside all stages.
    """

    name: Annotated[str, Field(min_length=1)]
    days_since_start: tuple[int, int] | None = None
    from_event: str | None = None
    until_event: str | None = None
    days_to_renewal: tuple[int, int] | None = None
    event: str | None = None
    health: tuple[str, ...] = ()

    @field_validator("days_since_start", "days_to_renewal")
    @classmethod
    def _some_days(cls, days: tuple[int, int] | None) -> tuple[int, int] | None:
        if days is not None and days[0] >= days[1]:
            message = (
                f"[{days[0]}, {days[1]}] has no day in it: from the first number to the day before the second"
            )
            raise ValueError(message)
        return days


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

    Deliveries = accounts in the stage (weighted by days) x `times` per `per` x `share`; with `per` stage or
    event they fall due when an account enters the stage. `per_unit` adds minutes per unit of an attribute of
    the account (a time equation: 60 + 15 per integration). A group activity's sessions of a month are
    max(1, deliveries / group_size). `automated_share` of it takes nobody's time, with mode `automated` none
    of it does. `segments` and `touch_models`, where given, are the only ones that get it. `kinds` names the
    kinds of logged activities that it is. `assumed` marks minutes that nobody measured.
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
        twice = sorted(name for name, count in Counter(names).items() if count > 1)
        if twice:
            message = f"two stages are called '{twice[0]}'; give each a name of its own"
            raise ValueError(message)
        for activity in self.activities:
            if activity.stage not in names:
                hint = did_you_mean(activity.stage, names)
                message = (
                    f"activity '{activity.name}' is in stage '{activity.stage}', which is not a stage{hint}"
                )
                raise ValueError(message)
        return self
