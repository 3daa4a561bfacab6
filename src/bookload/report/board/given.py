"""A board report that was given out: enough to compute it again, and what it stated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.metrics.ratios.since import Stated

if TYPE_CHECKING:
    from pydantic import BaseModel


@dataclass(frozen=True)
class Given:
    """One that was given out, the `number`th.

    `documents` are the texts that it was computed under, by name; `profile` None is the policy's own.
    `figures` are what it stated beside `stated`, none of them made of pay.
    """

    number: int
    at: datetime
    by: str
    note: str
    as_of: date
    profile: str | None
    snapshot: str | None
    program: str
    documents: Mapping[str, str]
    stated: Stated
    figures: Mapping[str, Fraction | None]


def changed_rules(before: BaseModel, after: BaseModel) -> tuple[str, ...]:
    """Return which keys of a document differ, each with what it said and says."""
    old, new = dict(_flat("", before.model_dump(mode="json"))), dict(_flat("", after.model_dump(mode="json")))
    keys = sorted(old.keys() | new.keys())
    return tuple(
        f"{key}: {old.get(key, 'none')} → {new.get(key, 'none')}"
        for key in keys
        if old.get(key) != new.get(key)
    )


def _flat(place: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _flat(f"{place}.{key}" if place else str(key), each)
    elif isinstance(value, list) and any(isinstance(each, dict) for each in value):
        for number, each in enumerate(value):
            name = each.get("name", number) if isinstance(each, dict) else number
            yield from _flat(f"{place}.{name}", each)
    else:
        yield place, str(value)
