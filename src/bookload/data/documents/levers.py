"""The levers: what could be done to the journey's activities, and at what cost (`levers.toml`)."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from bookload.base.errors import did_you_mean
from bookload.data.documents.journey import Amount, Journey
from bookload.data.documents.policy import Share
from bookload.data.documents.section import Section

Kind = Literal["delete", "less_often", "shorten", "hand_down", "one_to_many", "automate", "digital_hub"]

SAVING: tuple[Kind, ...] = ("shorten", "automate", "digital_hub")
"""Kinds whose effect is a share of the minutes or deliveries that they save."""

COSTS = ("one_off", "running", "one_off_each", "running_each")


class Effect(Section):
    """A share as its lower, likeliest and upper estimate; low <= likely <= high."""

    low: Share
    likely: Share
    high: Share

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.low <= self.likely <= self.high:
            message = f"an effect must rise: low {self.low}, likely {self.likely}, high {self.high}"
            raise ValueError(message)
        return self


class Factor(Section):
    """What something is multiplied by, as its lower, likeliest and upper estimate; low <= likely <= high."""

    low: Amount
    likely: Amount
    high: Amount

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.low <= self.likely <= self.high:
            message = f"a factor must rise: low {self.low}, likely {self.likely}, high {self.high}"
            raise ValueError(message)
        return self


class Lever(Section):
    """One thing that could be done, to all or some of its `activities`, by name.

    - `delete`: nobody does it any more;
    - `less_often`: deliveries x `times`;
    - `shorten`: minutes x (1 - `saves`), as a playbook does;
    - `hand_down`: the hours go to `to_role` (and `to_level`), minutes x `takes`; where nobody works in the
      role, `heads` people of it are found, at what `running` costs;
    - `one_to_many`: one session for `group_size` accounts, deliveries x `times`, minutes x `takes`;
    - `automate`: `saves` of the minutes that people spend take nobody's time any more;
    - `digital_hub`: `saves` of the deliveries are answered without people.

    `points` multiplies the experience points of a delivery. Costs are in the workspace's currency: `one_off`
    and `running` (a year) once for the lever, `one_off_each` and `running_each` for each activity that it is
    applied to. `assumed` marks what nobody measured, `source` says where it is from.
    """

    name: Annotated[str, Field(min_length=1)]
    kind: Kind
    activities: Annotated[tuple[str, ...], Field(min_length=1)]
    saves: Effect | None = None
    takes: Factor = Factor(low=Decimal(1), likely=Decimal(1), high=Decimal(1))
    times: Annotated[Decimal, Field(ge=0, le=100)] = Decimal(1)
    group_size: Annotated[Decimal, Field(ge=1)] = Decimal(1)
    to_role: str | None = None
    to_level: str | None = None
    heads: Annotated[Decimal, Field(ge=0, le=1000)] = Decimal(0)
    points: Annotated[Decimal, Field(ge=0, le=10)] = Decimal(1)
    one_off: Amount = Decimal(0)
    running: Amount = Decimal(0)
    one_off_each: Amount = Decimal(0)
    running_each: Amount = Decimal(0)
    assumed: bool = False
    source: str | None = None

    @model_validator(mode="after")
    def _says_what_its_kind_needs(self) -> Self:
        missing = None
        if self.kind in SAVING and self.saves is None:
            missing = "saves = { low = …, likely = …, high = … }"
        elif self.kind == "hand_down" and self.to_role is None:
            missing = 'to_role = "…"'
        elif self.kind == "less_often" and self.times >= 1:
            missing = "times below 1"
        elif self.kind == "one_to_many" and self.group_size == 1:
            missing = "group_size above 1"
        if missing:
            raise ValueError(f"lever '{self.name}' ({self.kind}) needs {missing}")
        if self.heads and self.kind != "hand_down":
            raise ValueError(f"lever '{self.name}': heads go with hand_down alone")
        twice = [name for name, count in Counter(self.activities).items() if count > 1]
        if twice:
            raise ValueError(f"lever '{self.name}' names activity '{twice[0]}' twice")
        return self


class Levers(Section):
    """The whole of `levers.toml`."""

    version: Literal[1] = 1
    levers: tuple[Lever, ...] = ()

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        names = Counter(lever.name for lever in self.levers)
        twice = sorted(name for name, count in names.items() if count > 1)
        if twice:
            raise ValueError(f"two levers are called '{twice[0]}'; give each a name of its own")
        return self

    def unknown_activity(self, journey: Journey) -> str | None:
        """Return what is wrong with the first activity that the journey does not have; None where all are."""
        names = [activity.name for activity in journey.activities]
        for lever in self.levers:
            for name in lever.activities:
                if name not in names:
                    hint = did_you_mean(name, names)
                    return f"lever '{lever.name}' is for activity '{name}', not in the journey{hint}"
        return None
