"""What turned in the latest month that is over; none where it is quiet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookload.metrics.revenue.signs.sign import TURNED, Sign
from bookload.report.signs import by_place, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bookload.report.answer import Answer


@dataclass(frozen=True, slots=True)
class Told:
    """A sign in words: `where` is the company or one of its segments."""

    where: str
    words: str
    sign: Sign


def told(answer: Answer, currency: str) -> tuple[Told, ...]:
    """Return the company's signs, and those of segments that turned."""
    return tuple(_told(answer, currency))


def _told(answer: Answer, currency: str) -> Iterator[Told]:
    for found in answer.signs:
        rows = by_place(found)
        for sign in found.signs:
            if sign.key is None or sign.kind in TURNED:
                where = "The company" if sign.key is None else sign.key or "(no segment)"
                yield Told(where, words(sign, rows[sign.month, sign.key], currency), sign)
