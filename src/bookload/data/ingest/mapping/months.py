"""Which headers of a sheet with a column a month are months, whatever stands beside the month in them.

`Jan 25`, `MRR Jan-25`, `31.01.2025`, `1/31/2025` and `01.25` are. Days and short forms are told over all
headers together: each is another month, and days are the first or the last of theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Mapping as Pairs
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from bookload.base.period import Month
from bookload.data.ingest.mapping.mapping import Order, SheetMapping
from bookload.data.ingest.values import dates
from bookload.data.ingest.values.months import read as read_month
from bookload.data.ingest.values.scales import scaled

Measure = Literal["mrr", "arr", ""]

_MEASURES = re.compile(
    r"(?<![^\W_])(?P<word>mrr|arr|acv|annual|recurring|revenue|umsatz|amount|betrag|eur|usd|gbp|chf)(?![^\W_])",
    re.IGNORECASE,
)
_ROUND = " \t\r\n()[]:,;/_-–—€$£¥"
_SHORT = re.compile(r"(?P<m>\d{1,2})\s?[-/.]\s?(?P<y>\d{2})")
_LAST_MONTH_NUMBER = 12
_ORDERS: tuple[Order, ...] = ("dmy", "mdy")


@dataclass(frozen=True)
class MonthHeaders:
    """The months of headers; `measures` what the header says the amounts are.

    `either` is a header that is another month with day and month the other way round;
    `twice` are pairs of headers that are one month, of which the second is not taken.
    """

    months: Pairs[str, int] = field(default_factory=dict)
    measures: Pairs[str, Measure] = field(default_factory=dict)
    either: str | None = None
    twice: tuple[tuple[str, str], ...] = ()

    @property
    def yearly(self) -> bool | None:
        """Whether the amounts are ARR, None where no header says so."""
        said = {self.measures.get(header, "") for header in self.months} - {""}
        return None if not said else said == {"arr"}


def month_headers(headers: Iterable[str], said: SheetMapping | None = None) -> MonthHeaders:
    """Return which headers are months; what a mapping states of single headers holds."""
    stated = said.months if said else {}
    orders = said.date_order if said else {}
    return _month_headers(tuple(headers), tuple(stated.items()), tuple(orders.items()))


@lru_cache(maxsize=256)
def _month_headers(
    headers: tuple[str, ...], stated: tuple[tuple[str, str], ...], orders: tuple[tuple[str, Order], ...]
) -> MonthHeaders:
    known = dict(stated)
    bare = {header: _bare(header) for header in headers if header not in known}
    found = {
        header: month for header, text in known.items() if header in headers and (month := read_month(text))
    }
    found |= {header: month for header, text in bare.items() if (month := read_month(text))}
    left = {header: text for header, text in bare.items() if header not in found}
    found |= _short(left)
    days, either = _days({header: text for header, text in left.items() if header not in found}, dict(orders))
    found |= days
    measures = {header: _measure(header) for header in found}
    if set(measures.values()) >= {"mrr", "arr"}:
        found = {
            header: month for header, month in found.items() if measures[header] != "arr" or header in known
        }
    return _each_once({header: found[header] for header in headers if header in found}, measures, either)


def _each_once(found: dict[str, Month], measures: dict[str, Measure], either: str | None) -> MonthHeaders:
    first: dict[Month, str] = {}
    twice = []
    for header, month in found.items():
        if month in first:
            twice.append((first[month], header))
        first.setdefault(month, header)
    months = {header: month.ordinal for month, header in first.items()}
    return MonthHeaders(months, measures, either, tuple(twice))


def _bare(header: str) -> str:
    return _MEASURES.sub(" ", scaled(header)[1]).strip(_ROUND).replace("_", "-")


def _measure(header: str) -> Measure:
    words = {found["word"].casefold() for found in _MEASURES.finditer(header)}
    if "mrr" in words:
        return "mrr"
    return "arr" if words & {"arr", "acv", "annual"} else ""


def _short(texts: dict[str, str]) -> dict[str, Month]:
    """Return the months of headers such as `01.25`: two or more, none of which could be a day of a month."""
    found = {}
    for header, text in texts.items():
        if short := _SHORT.fullmatch(text):
            number, year = int(short["m"]), int(short["y"])
            if not 1 <= number <= _LAST_MONTH_NUMBER < year:
                return {}
            found[header] = Month.parse(f"20{year:02}-{number:02}")
    return found if len(found) > 1 and len(set(found.values())) == len(found) else {}


def _days(texts: dict[str, str], orders: Pairs[str, Order]) -> tuple[dict[str, Month], str | None]:
    """Return the months of headers that are days, and one that decides nothing if none does."""
    dated = {
        header: text
        for header, text in texts.items()
        if any(dates.read(text, order) for order in _ORDERS) and not text.isdigit()
    }
    stated = [orders[header] for header in dated if header in orders]
    possible: dict[Order, dict[str, Month]] = {}
    bounded = set()
    for order in stated[:1] or _ORDERS:
        days = {header: moment.day for header, text in dated.items() if (moment := dates.read(text, order))}
        months = {header: Month.of(day) for header, day in days.items()}
        if days and len(set(months.values())) == len(dated):
            possible[order] = months
            ends = (day in {Month.of(day).first_day, Month.of(day).last_day} for day in days.values())
            bounded |= {order} if all(ends) else set()
    if len(possible) > 1 and len(bounded) == 1:
        possible = {order: months for order, months in possible.items() if order in bounded}
    taken = next(iter(possible.values()), {})
    apart = [header for header in taken if len({months[header] for months in possible.values()}) > 1]
    return taken, apart[0] if apart else None
