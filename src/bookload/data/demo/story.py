"""What came of an account: the facts about it that all other tables are written from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bookload.data.demo.accounts import Account
from bookload.data.demo.prices import Price
from bookload.data.demo.rows import Row, day_text
from bookload.data.demo.segments import Segment


@dataclass(frozen=True, slots=True)
class Story:
    """What came of an account: its price periods, when it was a customer, and the segments it was in."""

    account: Account
    prices: tuple[Price, ...]
    spells: tuple[tuple[date, date | None], ...]
    segments: tuple[tuple[date, Segment], ...]

    @property
    def segment(self) -> Segment:
        """The segment it is in now."""
        return self.segments[-1][1]

    def segment_on(self, day: date) -> Segment:
        """Return the segment it was in on a day; before its time, the first one."""
        return next(
            (segment for since, segment in reversed(self.segments) if since <= day), self.segments[0][1]
        )

    def customer_on(self, day: date) -> bool:
        """Return whether it was a customer, paying, trying or pausing, on a day."""
        return any(start <= day and (end is None or day < end) for start, end in self.spells)

    def paid_on(self, day: date) -> tuple[Price, ...]:
        """Return what it paid for, month after month, on a day."""
        return tuple(
            price
            for price in self.prices
            if price.start <= day
            and (price.end is None or day < price.end)
            and price.kind == "recurring"
            and price.status in ("active", "past_due", "canceled")
        )

    def live_on(self, day: date) -> bool:
        """Return whether it paid for something recurring on a day."""
        return bool(self.paid_on(day))

    def list_arr(self, day: date) -> int:
        """Return its ARR on a day in dollars of the price list, before discounts."""
        total = 0
        for price in self.paid_on(day):
            total += price.arr_usd
        return total


def account_rows(stories: Sequence[Story]) -> list[Row]:
    """Return the table `accounts`, each in its segment of now; `integrations` is an attribute."""
    return [
        {
            "account_id": account.account_id,
            "name": account.name,
            "segment": segment.name,
            "tier": segment.tier,
            "touch_model": segment.touch,
            "industry": account.industry,
            "country": account.country.code,
            "region": account.country.region,
            "language": account.country.language,
            "parent_account_id": account.parent_account_id,
            "domain": account.domain,
            "created_date": day_text(account.created),
            "tags": account.tags,
            "integrations": str(account.integrations),
        }
        for account, segment in ((story.account, story.segment) for story in stories)
    ]
