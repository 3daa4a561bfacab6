"""Each month beside the months before it: its band, whether it turned, and growth beside last year's.

    rate = organic / base

A month is judged once it is over, where it and the months before it have enough accounts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from bookload.base.period import Month
from bookload.base.result import IN_QUANTA
from bookload.metrics.revenue.signs.band import LONGEST, NEEDED, Band, band

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bookload.metrics.revenue.signs.organic import OrganicMonth

JUDGED_FROM = 10
"""Accounts from which a month says something; under it figures are shown without a verdict."""

YEAR = 12
SLOWER = 20
"""By how many median absolute deviations of a month two years have to differ. Of normal noise, 12 would be
enough for one month in twenty (1.645 x 1.4826 x sqrt(24)); accounts of very different size ask for more."""

GROWING_FROM = 3
"""Months of growth in a row after which a contraction is a first one."""

Verdict = Literal["turn_down", "turn_up", "steady"]
Unjudged = Literal["month_not_over", "few_accounts", "short_history", "too_still"]


@dataclass(frozen=True, slots=True)
class SignMonth:
    """One month of one key (None: the company; `""`: none stated, or unassigned). Amounts are quanta.

    - `base + organic = closing`: what its accounts had at its start, what they did by themselves, in constant
      currency, and what they have at its end. `rate` = organic / base.
    - `trend` is the band that the rate is expected in; `verdict` where it lies: `turn_down` below it,
      `turn_up` above, `steady` inside. None where it is not judged, and `unjudged` says why: the month is
      not over; under ten accounts; fewer than twelve such months before it; or more than half of those
      months alike, so that there is no noise to stand out from.
    - `fallen` is the share of `base` of accounts that pay less now; `fallen_trend` its band.
    - `growing` counts the months in a row with more than nothing before this one.
    - `growth` over the year that ends with the month is the product of 1 + rate, less 1; `growth_before` that
      of the year before it. None where a month of the year had no base.
    """

    month: Month
    key: str | None
    base: int = field(metadata=IN_QUANTA)
    organic: int = field(metadata=IN_QUANTA)
    closing: int = field(metadata=IN_QUANTA)
    accounts: int
    rate: Fraction | None
    trend: Band | None
    verdict: Verdict | None
    unjudged: Unjudged | None
    fallen: Fraction | None
    fallen_trend: Band | None
    growing: int
    growth: Fraction | None
    growth_before: Fraction | None

    @property
    def first_contraction(self) -> bool:
        """Whether it lost, for the first time after three months of growth or more."""
        return self.organic < 0 and self.growing >= GROWING_FROM

    @property
    def more_shrinking(self) -> bool:
        """Whether more of it than expected belongs to accounts that pay less now."""
        band_, share = self.fallen_trend, self.fallen
        return band_ is not None and share is not None and band_.side(share) == "above"

    @property
    def slowing(self) -> Fraction | None:
        """Growth over the year beside that of the year before: -0.05 is five in a hundred less."""
        if self.growth is None or self.growth_before is None or self.growth_before <= -1:
            return None
        return (1 + self.growth) / (1 + self.growth_before) - 1

    @property
    def slower(self) -> bool:
        """Whether growth over the year is below that of the year before, by more than noise would make it."""
        slowing = self.slowing
        return self.trend is not None and slowing is not None and slowing < -SLOWER * self.trend.spread


def judged(of_key: Mapping[Month, OrganicMonth], month: Month, last_over: Month) -> SignMonth:
    """Return a month of one key, which has figures of it, judged by the months before it.

    Months after `last_over` are not over.
    """
    here, over = of_key[month], month <= last_over
    before = tuple(_before(of_key, month))
    enough = over and here.accounts >= JUDGED_FROM
    trend = band([each.rate for each in before if each.rate is not None]) if enough else None
    fallen = band([each.fallen for each in before if each.fallen is not None]) if enough else None
    return SignMonth(
        month=month,
        key=here.key,
        base=here.base,
        organic=here.organic,
        closing=here.closing,
        accounts=here.accounts,
        rate=here.rate,
        trend=trend,
        verdict=_verdict(here.rate, trend),
        unjudged=_unjudged(here, len(before), trend, over=over),
        fallen=here.fallen,
        fallen_trend=fallen,
        growing=_growing(of_key, month),
        growth=_growth(of_key, month),
        growth_before=_growth(of_key, month - YEAR),
    )


def _before(of_key: Mapping[Month, OrganicMonth], month: Month) -> Sequence[OrganicMonth]:
    """Return the months before one, oldest first, back to the first that is missing or has few accounts."""
    found: list[OrganicMonth] = []
    while len(found) < LONGEST and _counts(earlier := of_key.get(month - len(found) - 1)):
        found.append(earlier)  # type: ignore[arg-type]  # one that is missing does not count
    return found[::-1]


def _counts(month: OrganicMonth | None) -> bool:
    return month is not None and month.rate is not None and month.accounts >= JUDGED_FROM


def _verdict(rate: Fraction | None, trend: Band | None) -> Verdict | None:
    if rate is None or trend is None:
        return None
    sides: Mapping[str, Verdict] = {"below": "turn_down", "inside": "steady", "above": "turn_up"}
    return sides[trend.side(rate)]


def _unjudged(here: OrganicMonth, before: int, trend: Band | None, *, over: bool) -> Unjudged | None:
    if not over:
        return "month_not_over"
    if here.accounts < JUDGED_FROM or here.rate is None:
        return "few_accounts"
    if before < NEEDED:
        return "short_history"
    return "too_still" if trend is None else None


def _growing(of_key: Mapping[Month, OrganicMonth], month: Month) -> int:
    """Return how many months in a row, up to the one before, ended with more than they began with."""
    count = 0
    while (earlier := of_key.get(month - count - 1)) is not None and earlier.organic > 0:
        count += 1
    return count


def _growth(of_key: Mapping[Month, OrganicMonth], month: Month) -> Fraction | None:
    grown = Fraction(1)
    for earlier in range(YEAR):
        here = of_key.get(month - earlier)
        if here is None or here.rate is None:
            return None
        grown *= 1 + here.rate
    return grown - 1
