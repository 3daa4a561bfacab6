"""A scenario: a what-if with a name and a sentence (`scenarios/*.toml`), and the pay beside it.

Values under `[policy]`, `[activities]` and `[growth_per_year]` may be formulas, which begin with `=`. They
read the figures of the scenario's `[figures]`, any number of the policy by its place (`targets.high`), and in
an activity its own numbers as they were (`times`, `minutes.likely`).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from bookload.data.documents.section import Section

Fte = Annotated[Decimal, Field(gt=0, le=1)]
Stated = Decimal | str
"""A number, or a formula."""


class Hire(Section):
    """People who join (or, with a negative count, leave) in a role on a day.

    Who leaves is those of the role who came last; `[[leavers]]` names people.
    """

    role: str
    date: date
    count: int = 1
    country: str | None = None
    level: str | None = None
    fte: Fte = Decimal(1)
    ramp_months: Annotated[int, Field(ge=0, le=36)] | None = None

    @model_validator(mode="after")
    def _some(self) -> Self:
        if not 0 < abs(self.count) <= 1000:  # noqa: PLR2004 - more are no what-if
            raise ValueError(f"count is {self.count}; state from 1 to 1000 people, negative for who leaves")
        return self


class Leaver(Section):
    """A person who is not employed from a day on; what they own is theirs until somebody takes it."""

    person_id: str
    date: date


class Move(Section):
    """A person's position from a day on: another role, level or share of full time."""

    person_id: str
    date: date
    role: str | None = None
    level: str | None = None
    fte: Fte | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.role is None and self.level is None and self.fte is None:
            raise ValueError(f"the move of '{self.person_id}' changes nothing: state a role, level or fte")
        return self


class Scenario(Section):
    """Changes to policy, journey, team, growth or levers; what it does not name stays as it is.

    `policy` and `activities` overlay the documents key by key; `added` are activities of its own, `removed`
    the names of those that nobody does any more. `growth_per_year` by segment (`all` for those not named)
    grows accounts, hours and ARR of months ahead. `levers` names levers that are pulled on all of their
    activities, `pulled` by an activity's name those that are pulled on it alone. `figures` are numbers of its
    own for formulas, `results` formulas over the figures that are compared. Changes of pay live in
    `scenarios/NAME.pay.toml`, not here.
    """

    version: Literal[1] = 1
    name: str
    sentence: str
    figures: dict[str, Stated] = Field(default_factory=dict)
    policy: dict[str, dict[str, Any]] = Field(default_factory=dict)
    activities: dict[str, dict[str, Any]] = Field(default_factory=dict)
    added: tuple[dict[str, Any], ...] = ()
    removed: tuple[str, ...] = ()
    hires: tuple[Hire, ...] = ()
    leavers: tuple[Leaver, ...] = ()
    moves: tuple[Move, ...] = ()
    growth_per_year: dict[str, Annotated[Decimal, Field(gt=-1, le=100)] | str] = Field(default_factory=dict)
    levers: tuple[str, ...] = ()
    pulled: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    results: dict[str, str] = Field(default_factory=dict)


Raise = Annotated[Decimal, Field(gt=-1, le=10)]
Sum = Annotated[Decimal, Field(ge=0)]


class NewPay(Section):
    """What somebody is paid a year, full time."""

    base: Sum
    ote: Sum
    currency: str | None = None


class PersonPay(NewPay):
    """What a person is paid from a day on."""

    person_id: str
    from_date: date


class ScenarioPay(Section):
    """Changes of pay of a scenario (`scenarios/NAME.pay.toml`): only who may see single salaries reads it.

    `raises` are shares of pay by role from `raises_from` on (`csm = 0.05`; every CSM role has its own word),
    `hires` the pay by role of those whom the scenario hires, `people` what single people get.
    """

    version: Literal[1] = 1
    raises: dict[str, Raise] = Field(default_factory=dict)
    raises_from: date | None = None
    hires: dict[str, NewPay] = Field(default_factory=dict)
    people: tuple[PersonPay, ...] = ()

    @model_validator(mode="after")
    def _dated(self) -> Self:
        if self.raises and self.raises_from is None:
            raise ValueError("raises need raises_from, the day from which they hold")
        return self
