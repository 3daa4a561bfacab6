"""The JSON documents, version 1: one serializer, which leaves out what the reader may not see.

Every document has `version workspace snapshot as_of currency profile findings`, one of some accounts
alone `only` after them, one of a company as a scenario has it `scenario`. Amounts are
text (ARR exact; MRR to six places, the remainder on the largest movement so that each row adds
up), dates ISO, months `YYYY-MM`, ratios numbers, n/a null.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from bookload.base import money
from bookload.base.period import Month

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.base.access import Access

VERSION = 1

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
Document: TypeAlias = "dict[str, Json]"


@dataclass(frozen=True)
class Head:
    """What every document begins with; `findings` is how many the import left.

    `only` is what the accounts have in common that are asked about, by name: `{"segment": "SMB"}`; empty for
    all that the reader sees.
    """

    workspace: str
    snapshot: str | None
    as_of: date
    currency: str
    profile: str
    findings: int
    only: Mapping[str, str] = field(default_factory=dict)


def document(head: Head, body: Mapping[str, Json]) -> Document:
    """Return a document: the head and what it is about; `only` is in one of some accounts alone."""
    told = _object(plain(head, None))
    if not head.only:
        del told["only"]
    return {"version": VERSION, **told, **body}


def printed(content: Document) -> str:
    """Return a document as text, the same for the same content."""
    return json.dumps(content, indent=2, ensure_ascii=False)


def plain(value: object, access: Access | None) -> Json:
    """Return a value of a result as JSON; fields that need a right the reader lacks are absent.

    Without `access` nothing is left out.
    """
    if is_dataclass(value) and not isinstance(value, (type, Month)):
        return {
            each.name: plain(getattr(value, each.name), access)
            for each in fields(value)
            if access is None or each.metadata.get("needs", frozenset()) <= access.rights
        }
    return _scalar(value, access)


def _scalar(value: object, access: Access | None) -> Json:
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(item, access) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(item, access) for item in value]
    for kind, written in _WRITTEN.items():
        if isinstance(value, kind):
            return written(value)
    return str(value)


_WRITTEN: Mapping[type, Callable[[Any], Json]] = {
    Enum: lambda value: str(value.value),
    Fraction: float,
    Decimal: money.exact_text,
    date: date.isoformat,
    frozenset: lambda value: [*sorted(str(item) for item in value)],
}


def arr_text(quanta: int | None) -> str | None:
    """Return ARR in full."""
    return None if quanta is None else money.exact_text(money.arr(quanta))


def mrr_text(quanta: int | None) -> str | None:
    """Return MRR at six places."""
    return None if quanta is None else money.exact_text(money.from_micros(money.mrr_micros(quanta)), places=6)


def amount_text(amount: Fraction | None, places: int) -> str | None:
    """Return an exact amount rounded half away from zero to so many places, as text."""
    if amount is None:
        return None
    rounded = money.half_away(amount.numerator * 10**places, amount.denominator)
    return money.exact_text(money.scaled(rounded, places), places)


def bridge_text(opening: int, movements: Sequence[int], closing: int) -> list[str]:
    """Return opening, movements and closing as MRR texts that add up exactly at six places.

    Each is rounded; what rounding leaves over goes to the largest movement (to the closing's
    rounding nothing is done, so that it equals the next opening).
    """
    first, last = money.mrr_micros(opening), money.mrr_micros(closing)
    parts = money.split_exactly(last - first, [money.mrr_micros(part) for part in movements])
    return [money.exact_text(money.from_micros(part), places=6) for part in (first, *parts, last)]


def _object(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise TypeError("a document's head is an object")
    return value
