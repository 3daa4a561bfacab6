"""The accounts of the sample company: who they are, when they came and how large they began."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bookload.data.demo.dice import Dice
from bookload.data.demo.names import FIRST, SECOND
from bookload.data.demo.segments import DIGITAL, ENTERPRISE, MID_MARKET, SEGMENTS, SMB, Segment
from bookload.data.demo.timeline import HISTORY_MONTHS, Timeline

SIGNED_AHEAD_MONTHS = 2
"""The order book reaches that far past the last day."""


@dataclass(frozen=True, slots=True)
class Country:
    """Where a customer is: its region, currency, language and the form of its companies."""

    code: str
    region: str
    currency: str
    language: str
    form: str


COUNTRIES = {
    Country("US", "NA", "USD", "en", "Inc"): 44,
    Country("CA", "NA", "USD", "en", "Corp"): 6,
    Country("GB", "EMEA", "GBP", "en", "Ltd"): 12,
    Country("IE", "EMEA", "EUR", "en", "Ltd"): 3,
    Country("FR", "EMEA", "EUR", "fr", "SAS"): 5,
    Country("NL", "EMEA", "EUR", "en", "BV"): 4,
    Country("ES", "EMEA", "EUR", "es", "SL"): 3,
    Country("SE", "EMEA", "EUR", "en", "AB"): 2,
    Country("DE", "DACH", "EUR", "de", "GmbH"): 15,
    Country("AT", "DACH", "EUR", "de", "GmbH"): 3,
    Country("CH", "DACH", "EUR", "de", "AG"): 3,
}
"""Each with its weight among a hundred new customers."""


@dataclass(frozen=True, slots=True)
class Account:
    """One customer; `arr_target` is the ARR in US dollars that it begins with, near enough."""

    account_id: str
    name: str
    segment: Segment
    country: Country
    industry: str
    domain: str
    created: date
    start: date
    signed: date
    arr_target: int
    interval: str
    integrations: int
    parent_account_id: str
    tags: str
    legacy: bool


@dataclass(frozen=True, slots=True)
class _Arrival:
    segment: Segment
    start: date
    arr_target: int
    legacy: bool


def accounts(seed: int, timeline: Timeline) -> list[Account]:
    """Return all accounts that there ever were, in the order in which they came."""
    dice = Dice(seed, "accounts")
    arrivals = sorted(
        _arrivals(dice, timeline),
        key=lambda arrival: (arrival.start, arrival.segment.name, arrival.arr_target),
    )
    names = dice.shuffled([(first, second) for first in FIRST for second in SECOND])
    known: list[Account] = []
    for number, (arrival, (first, second)) in enumerate(zip(arrivals, names, strict=False), start=1):
        account = _account(dice, number, arrival, (first, second), known)
        if account.created <= timeline.through and account.signed <= timeline.through:
            known.append(account)
    return known


def _arrivals(dice: Dice, timeline: Timeline) -> Iterator[_Arrival]:
    """Yield who comes when: the installed base, then new ones over the months, a little more each year."""
    for segment in SEGMENTS:
        months = HISTORY_MONTHS + SIGNED_AHEAD_MONTHS
        total = segment.arrivals * months // HISTORY_MONTHS
        sizes = dice.lognormal_sizes(segment.legacy + total, segment.median_arr, segment.spread)
        for size in sizes[: segment.legacy]:
            start = timeline.first - timedelta(days=dice.between(1, 1_260))
            yield _Arrival(segment, start, int(size), legacy=True)
        for at, size in enumerate(sizes[segment.legacy :]):
            month = _growing(at, total, months)
            start = timeline.on(month + 1 - HISTORY_MONTHS, dice.between(1, 28))
            yield _Arrival(segment, start, int(size), legacy=False)


def _growing(at: int, total: int, months: int) -> int:
    """Return the month of the at-th of `total` arrivals; the last month has half as many again as the first.

    The count until month m is m + m² ÷ 4 months, scaled to the total, so the month is the first one by
    whose end more than `at` have come.
    """
    month = 0
    whole = 4 * months * months + months * months
    while total * (4 * months * (month + 1) + (month + 1) ** 2) <= at * whole:
        month += 1
    return min(month, months - 1)


def _account(
    dice: Dice, number: int, arrival: _Arrival, name: tuple[str, str], known: Sequence[Account]
) -> Account:
    segment = arrival.segment
    country = dice.weighted(COUNTRIES)
    first, second = name
    lead = timedelta(days=dice.between(3, 30) if segment in (ENTERPRISE, MID_MARKET) else dice.between(0, 3))
    ahead = timedelta(days=dice.between(30, 120) if segment is ENTERPRISE else dice.between(15, 60))
    created = arrival.start - lead - ahead if segment in (ENTERPRISE, MID_MARKET) else arrival.start - lead
    return Account(
        account_id=f"A-{number:04d}",
        name=f"{first} {second} {country.form}",
        segment=segment,
        country=country,
        industry=SECOND[second],
        domain=f"{first}-{second}.example".lower(),
        created=created,
        start=arrival.start,
        signed=arrival.start - lead,
        arr_target=arrival.arr_target,
        interval=dice.weighted(segment.intervals),
        integrations=_integrations(dice, segment),
        parent_account_id=_parent(dice, segment, country, known),
        tags=dice.weighted({"": 80, "reference": 8, "partner-led": 7, "beta": 3, "reference;beta": 2}),
        legacy=arrival.legacy,
    )


def _integrations(dice: Dice, segment: Segment) -> int:
    """Return how many of its other systems the account has connected; few have many."""
    median = {ENTERPRISE: 4.0, MID_MARKET: 2.2, SMB: 1.0, DIGITAL: 0.4}[segment]
    return min(20, int(dice.lognormal(median, 0.6) + 0.5))


def _parent(dice: Dice, segment: Segment, country: Country, known: Sequence[Account]) -> str:
    """Return the id of an enterprise that came before, for the few accounts that belong to one."""
    if segment not in (MID_MARKET, SMB) or not dice.chance(0.04):
        return ""
    heads = [
        one.account_id for one in known if one.segment is ENTERPRISE and one.country.region == country.region
    ]
    return dice.pick(heads) if heads else ""
