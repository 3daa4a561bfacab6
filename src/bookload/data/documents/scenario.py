"""A scenario: a what-if with a name and a sentence (`scenarios/*.toml`)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from bookload.data.documents.section import Section


class Hire(Section):
    """People who join (or, with a negative count, leave) in a role on a day."""

    role: str
    date: date
    count: int = 1
    country: str | None = None


class Scenario(Section):
    """Changes to policy, journey, team or growth; `policy` and `journey` overlay the documents key by key.

    Changes of pay live in `scenarios/NAME.pay.toml`, not here.
    """

    version: Literal[1] = 1
    name: str
    sentence: str
    policy: dict[str, dict[str, Any]] = Field(default_factory=dict)
    activities: dict[str, dict[str, Any]] = Field(default_factory=dict)
    hires: tuple[Hire, ...] = ()
    growth_per_year: dict[str, Annotated[Decimal, Field(gt=-1)]] = Field(default_factory=dict)
