"""Days as people and programs write them.

Whether `03/04/2026` is in March or in April is decided over the whole column: one `25/12`
decides for all. Where every text can be read both ways it is asked; it is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Literal

from bookload.base.period import FAR
from bookload.data.ingest.values.cell import Text
from bookload.data.ingest.values.months import FIRST_YEAR, MONTH_NAMES, month_number

Order = Literal["dmy", "mdy", "ymd"]

NEVER_YEAR = 2199
"""From this year on a day stands for `no end`, as 9999-12-31 does in many systems."""
_PIVOT = 70

_TIME = (
    r"(?:[T ,]+(?:at )?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})"
    r"(?:[:.](?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?"
)
_NAME = "|".join(sorted(map(re.escape, MONTH_NAMES), key=len, reverse=True))
_APART = r"[\s.\-/]"
_WEEKDAYS = """
mon monday tue tues tuesday wed wednesday thu thur thurs thursday fri friday sat saturday sun sunday
mo montag di dienstag mi mittwoch do donnerstag fr freitag sa samstag so sonntag
"""


def _shape(text: str) -> re.Pattern[str]:
    return re.compile(text + _TIME, re.IGNORECASE)


_ISO = _shape(r"(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})")
_COMPACT = _shape(r"(?P<y>(?:19|20|21)\d{2})(?P<m>\d{2})(?P<d>\d{2})")
_TRIPLE = _shape(r"(?P<a>\d{1,2})\s?([-/.])\s?(?P<b>\d{1,2})\s?\2\s?(?P<y>\d{4}|\d{2})")
_DAY_NAME = _shape(
    rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.|º)?{_APART}*(?:de )?"
    rf"(?P<n>{_NAME})\.?,?{_APART}*(?:de )?'?(?P<y>\d{{4}}|\d{{2}})"
)
_NAME_DAY = _shape(rf"(?P<n>{_NAME})\.?{_APART}*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})")
_YEAR_NAME = _shape(rf"(?P<y>\d{{4}}){_APART}(?P<n>{_NAME}){_APART}(?P<d>\d{{1,2}})")
_WEEKDAY = re.compile(rf"(?:{'|'.join(_WEEKDAYS.split())})\.?,?\s+", re.IGNORECASE)
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")


@dataclass(frozen=True)
class Moment:
    """A day, and the time of it where the text has one; `zone` is None for a time without one."""

    day: date
    at: datetime | None = None

    @property
    def is_midnight(self) -> bool:
        """Whether the time, if any, is the very start of the day."""
        return self.at is None or (self.at.hour, self.at.minute, self.at.second, self.at.microsecond) == (
            0,
            0,
            0,
            0,
        )


def read(text: str, order: Order) -> Moment | None:
    """Return the day (and time) that a text says when day and month come in this order, or None."""
    text = text.strip()
    if plain := _plain(text):
        return plain
    weekday = _WEEKDAY.match(text)
    text = text[weekday.end() :] if weekday else text
    for shape in (_ISO, _COMPACT):
        if found := shape.fullmatch(text):
            return _moment(int(found["y"]), int(found["m"]), int(found["d"]), found)
    if found := _TRIPLE.fullmatch(text):
        return _triple(found, order)
    for shape in (_DAY_NAME, _NAME_DAY, _YEAR_NAME):
        if found := shape.fullmatch(text):
            return _moment(_year(found["y"]), month_number(found["n"]), int(found["d"]), found)
    if _EPOCH.fullmatch(text):
        seconds, thousandths = divmod(int(text.ljust(13, "0")), 1000)
        at = datetime.fromtimestamp(seconds, UTC) + timedelta(milliseconds=thousandths)
        return Moment(at.date(), at)
    return None


def _plain(text: str) -> Moment | None:
    """Return the day of a text in plain ISO form, which most are: no need to look further."""
    if text[4:5] != "-" or text[7:8] != "-":
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return Moment(at.date(), at if len(text) > len("2026-03-04") else None)


def _triple(found: re.Match[str], order: Order) -> Moment | None:
    a, b, y = found["a"], found["b"], found["y"]
    if found[2] == ".":
        order = "dmy"
    if order == "ymd":
        return _moment(_year(a), int(b), int(y), found) if len(y) <= len(a) else None
    day, month = (a, b) if order == "dmy" else (b, a)
    return _moment(_year(y), int(month), int(day), found)


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) == len("2026"):
        return year
    return year + (2000 if year < _PIVOT else 1900)


def _moment(year: int, month: int, day: int, found: re.Match[str]) -> Moment | None:
    try:
        on = date(year, month, day)
        return Moment(on, _time(on, found) if found["hour"] else None)
    except ValueError:
        return None


def _time(day: date, found: re.Match[str]) -> datetime:
    hour = int(found["hour"])
    if half := (found["half"] or "").lower():
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    micros = int((found["fraction"] or "0").ljust(6, "0")[:6])
    zone = _zone(found["zone"].upper()) if found["zone"] else None
    at = time(hour, int(found["minute"]), int(found["second"] or 0), micros, tzinfo=zone)
    return datetime.combine(day, at)


def _zone(text: str) -> timezone:
    if text in {"Z", "UTC", "GMT"}:
        return UTC
    digits = text[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return timezone(-offset if text[0] == "-" else offset)


@dataclass(frozen=True)
class Ordered:
    """What decides a column's order of day and month, and an example; None where nothing does."""

    order: Order | None
    example: str | None
    dated: int


def date_order(texts: Iterable[Text]) -> Ordered:
    """Return the order of day and month that a column's texts decide on.

    Texts that read the same in every order leave it at `dmy`, which then does not matter.
    """
    votes: dict[Order, list[str]] = {"dmy": [], "mdy": [], "ymd": []}
    either, dated = None, 0
    for text in texts:
        if _plain(text.text.strip()):
            dated += 1
            continue
        reads = {order: moment for order in votes if (moment := read(text.text, order))}
        dated += bool(reads)
        common = {order: moment for order, moment in reads.items() if order != "ymd"} or reads
        if len({moment.day for moment in common.values()}) > 1:
            either = either or text.text
        elif len(common) == 1:
            votes[next(iter(common))].append(text.text)
    best = max(votes, key=lambda order: len(votes[order]))
    if votes[best] and sum(len(voters) == len(votes[best]) for voters in votes.values()) == 1:
        return Ordered(best, votes[best][0], dated)
    return Ordered(None if either or votes[best] else "dmy", either, dated)


def stored(day: date) -> date | None:
    """Return a day as it is stored: far days stand for no end, days before 1900 are none."""
    if day.year >= NEVER_YEAR:
        return FAR
    return day if day.year >= FIRST_YEAR else None


def all_at_midnight(texts: Iterable[Text], order: Order) -> bool:
    """Return whether no text of a column has a time other than midnight: its instants then stand for days."""
    return all(moment.is_midnight for text in texts if (moment := read(text.text, order)))
