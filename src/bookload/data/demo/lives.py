"""The life of one account as a customer: trial, growth, pause, the price rise, leaving, coming back."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from heapq import heapify, heappop, heapreplace
from itertools import islice

from bookload.base.period import MONTHS_A_YEAR, add_months
from bookload.data.demo.accounts import Account
from bookload.data.demo.dice import Dice, Quota
from bookload.data.demo.prices import IMPLEMENTATION, INSIGHTS, PLATFORM, Ledger, Price, seats_for, unit_cents
from bookload.data.demo.segments import DIGITAL, ENTERPRISE, MID_MARKET, SEGMENTS, SMB, Segment
from bookload.data.demo.story import Story
from bookload.data.demo.timeline import Timeline

INSIGHTS_CENTS = 1_500
NON_PAYMENT = "non-payment"
MOVED = "moved to a new contract"
NEVER_CONVERTED = "trial not converted"
_REASONS = {
    "price": 22,
    "product gap": 20,
    "business closed": 12,
    "competitor": 18,
    "no longer needed": 16,
    NON_PAYMENT: 12,
}
_GROWN_OUT_OF = {DIGITAL: (11_000, SMB), SMB: (30_000, MID_MARKET), MID_MARKET: (120_000, ENTERPRISE)}
"""The ARR at which an account is looked after as one of the next segment."""
_SPRINT_MONTHS = 6
_SPRINT_EFFECT = 2.2
_LONGEST_NOTICE = 90
LIST_ARR = 14_720_000
"""ARR at the end in dollars of the price list; at the rates of the day it is about fifteen million."""
_PLAIN_SIZE = 1_000
_INFANCY = 3
_PRICE_HOLDS = 6
"""Months that a new customer keeps the price they signed at."""
_PAUSES = 0.035
"""How often a monthly account pauses in a year."""
_EARLY = 10
"""Early in a month: there is time for more to happen in it."""


@dataclass(slots=True)
class Luck:
    """Chance for all lives: one stream of draws, and each segment's churn as a quota."""

    dice: Dice
    churn: Mapping[str, Quota]
    sprints: Mapping[str, date]
    """Accounts that the adoption sprint reaches, and when: they grow more for half a year."""
    size: int = _PLAIN_SIZE
    """In thousandths: how much larger than drawn all contracts are. It changes no draw."""

    @classmethod
    def of(cls, seed: int, sprints: Mapping[str, date], size: int = _PLAIN_SIZE) -> Luck:
        """Return the luck of a seed."""
        dice = Dice(seed, "lives")
        return cls(dice, {segment.name: Quota(dice) for segment in SEGMENTS}, sprints, size)


def lives_of_size(
    accounts: Sequence[Account], seed: int, sprints: Mapping[str, date], timeline: Timeline
) -> list[Story]:
    """Return the stories of all accounts, all contracts enlarged alike such that they end at the ARR meant.

    The few largest accounts would otherwise move the total by a tenth from seed to seed.
    """
    drawn = lives(accounts, Luck.of(seed, sprints), timeline)
    total = 0
    for story in drawn:
        total += story.list_arr(timeline.through)
    return lives(accounts, Luck.of(seed, sprints, LIST_ARR * _PLAIN_SIZE // total), timeline)


def lives(accounts: Sequence[Account], luck: Luck, timeline: Timeline) -> list[Story]:
    """Return the stories of all accounts up to the last day, and what is known by then of the days after.

    They are told day by day across all accounts, so that a segment's churn quota meets all of its accounts in
    every month.
    """
    told = [_Life(account, luck, timeline) for account in accounts]
    courses = [life.course() for life in told]
    due = [(day, at) for at, course in enumerate(courses) for day in islice(course, 1)]
    heapify(due)
    while due:
        _, at = due[0]
        following = next(courses[at], None)
        if following is None:
            heappop(due)
        else:
            heapreplace(due, (following, at))
    return [
        Story(life.account, tuple(life.ledger.finished()), tuple(life.spells), tuple(life.segments))
        for life in told
    ]


@dataclass(slots=True)
class _Life:
    account: Account
    luck: Luck
    timeline: Timeline
    ledger: Ledger = field(default_factory=Ledger)
    spells: list[tuple[date, date | None]] = field(default_factory=list)
    segments: list[tuple[date, Segment]] = field(default_factory=list)
    since: date = date.min
    """The start of the present spell as a customer."""
    contracts: int = 0
    haggled: int = 100

    @property
    def dice(self) -> Dice:
        return self.luck.dice

    @property
    def segment(self) -> Segment:
        return self.segments[-1][1]

    def course(self) -> Iterator[date]:
        """Live, and yield the day of each decision before it is taken."""
        start: date | None = self.account.start
        size_percent = 100
        self.segments.append((self.account.start, self.account.segment))
        while start is not None:
            paid_from = self._signs(start, size_percent)
            start = None
            if paid_from is not None:
                start = yield from self._months(paid_from)
            size_percent = self.dice.between(60, 105)

    def _signs(self, start: date, size_percent: int) -> date | None:
        """Sign a contract and return the first day paid for; None for those that never get that far."""
        account, dice = self.account, self.dice
        first = not self.contracts
        self.contracts += 1
        self.haggled = dice.between({ENTERPRISE: 80, MID_MARKET: 88}.get(account.segment, 100), 100)
        currency, interval = account.country.currency, account.interval
        unit = unit_cents(account.segment.list_cents, interval, currency, self.haggled)
        price = Price(
            subscription_id=self._subscription_id(),
            line_id=PLATFORM,
            start=start,
            quantity=seats_for(self._arr(size_percent), unit, interval, currency),
            unit_cents=unit,
            currency=currency,
            interval=interval,
            plan=account.segment.plan,
            signed=account.signed if first else start,
            auto_renew=dice.chance(0.7) if interval == "year" else None,
        )
        self.ledger.open(price)
        self.since = start
        if not first or account.legacy:
            return start
        if self._stillborn(price):
            return None
        self._implementation(price)
        return self._trial(price)

    def _arr(self, size_percent: int) -> int:
        return self.account.arr_target * self.luck.size * size_percent // (100 * _PLAIN_SIZE)

    def _subscription_id(self) -> str:
        return f"S-{self.account.account_id[2:]}-{self.contracts}"

    def _stillborn(self, price: Price) -> bool:
        """Settle the few that try and never buy, and those that sign up and cancel within the month."""
        if self.account.segment not in (SMB, DIGITAL) or price.start > self.timeline.on(-1):
            return False
        if self.dice.chance(0.045):
            end = price.start + timedelta(days=14)
            self.ledger.open(replace(price, status="trialing", trial_end=end, signed=None))
            self._end(end, end, NEVER_CONVERTED)
            return True
        if price.start.day <= _EARLY and self.dice.chance(0.07):
            end = price.start + timedelta(days=self.dice.between(4, 17))
            self._end(end, end, "no longer needed")
            return True
        return False

    def _trial(self, price: Price) -> date:
        """Put a trial before the contract of some; return the first day paid for."""
        if self.account.segment not in (SMB, DIGITAL) or not self.dice.chance(0.3):
            return price.start
        end = price.start + timedelta(days=self.dice.pick((14, 14, 30)))
        if end > self.timeline.through and price.start > self.timeline.through:
            return price.start
        self.ledger.open(replace(price, status="trialing", trial_end=end, signed=None))
        if end <= self.timeline.through:
            self.ledger.change(PLATFORM, replace(price, start=end, signed=end))
        return end

    def _implementation(self, price: Price) -> None:
        """Bill the setting up, once, to larger accounts."""
        if self.account.segment in (ENTERPRISE, MID_MARKET) and self.dice.chance(0.6):
            fee = max(90_000, self.account.arr_target * self.dice.between(4, 9) // 100_000 * 100_000)
            fee = min(fee, 2_500_000)
            once = replace(
                price, line_id=IMPLEMENTATION, quantity=1, unit_cents=fee, interval="month", kind="one_time",
                plan="", auto_renew=None, end=add_months(price.start, 1),
            )  # fmt: skip
            self.ledger.rows.append(once)

    def _months(self, start: date) -> Generator[date, None, date | None]:
        """Walk through the months of a contract; return the day on which an account that left comes back."""
        months = 0
        paused_until: date | None = None
        horizon = self.timeline.through + timedelta(days=_LONGEST_NOTICE)
        while True:
            months += 1
            day = add_months(start, months)
            if day > horizon or start > self.timeline.through:
                self.spells.append((self.since, None))
                return None
            if day < self.timeline.first or (paused_until is not None and day < paused_until):
                continue
            yield day
            if day > self.timeline.through:
                if paused_until is None and self._leaves(day, months):
                    return None
            elif paused_until is not None:
                paused_until = None
                self._each(day, "active")
            elif self._leaves(day, months):
                return self._returns(day)
            elif self.account.interval == "month" and self.dice.chance(_PAUSES / 12):
                paused_until = add_months(day, self.dice.between(1, 3))
                self._each(day, "paused")
            else:
                self._changes(day, months)

    def _changes(self, day: date, months: int) -> None:
        """Let a month's changes to a contract that goes on happen."""
        self._moves(day, months)
        self._price_rise(day, months)
        self._shrinks(day, months)
        self._grows(day, months)

    def _each(self, day: date, status: str) -> None:
        """Give all running lines a status from a day on."""
        for line_id, price in list(self.ledger.running.items()):
            self.ledger.change(line_id, replace(price, start=day, status=status))

    def _hazard(self, months: int) -> float:
        """Return the chance to leave now: at renewal for yearly contracts, more in the first year for all."""
        yearly = self.segment.churn * (1 + self.segment.churn / 2)
        if self.account.interval == "year":
            if months % MONTHS_A_YEAR:
                return 0.0
            return yearly * (1.3 if months == MONTHS_A_YEAR else 0.95)
        infancy = 1.7 if months <= _INFANCY else 1.15 if months <= MONTHS_A_YEAR else 0.9
        return yearly / 12 * infancy

    def _leaves(self, day: date, months: int) -> bool:
        """Decide whether the account leaves; past the last day only what was declared by then counts."""
        hazard = self._hazard(months)
        yearly = self.account.interval == "year"
        if not hazard:
            return False
        notice = timedelta(days=self.dice.between(20, 85) if yearly else self.dice.between(0, 20))
        if day > self.timeline.through and day - notice > self.timeline.through:
            return False
        if not self.luck.churn[self.segment.name].hit(hazard):
            return False
        reason = self.dice.weighted(_REASONS)
        self._end(day, day if reason == NON_PAYMENT else day - notice, reason)
        return True

    def _end(self, day: date, declared: date, reason: str) -> None:
        """End all lines and the spell as a customer."""
        for line_id, price in list(self.ledger.running.items()):
            status = price.status if price.status in ("trialing", "paused") else "canceled"
            asked = max(declared, price.start)
            self.ledger.close(line_id, replace(price, end=day, status=status, canceled=asked, reason=reason))
        self.spells.append((self.since, day))

    def _returns(self, day: date) -> date | None:
        """Let a few come back after some months, or within the month, on a new contract."""
        if self.segment is ENTERPRISE or not self.dice.chance(0.09):
            return None
        soon = self.dice.chance(0.15) and day.day <= _EARLY
        back = (
            day + timedelta(days=self.dice.between(4, 16))
            if soon
            else add_months(day, self.dice.between(2, 9))
        )
        return back if back <= self.timeline.through else None

    def _moves(self, day: date, months: int) -> None:
        """Put a few contracts under a new subscription id at their anniversary: no churn."""
        if months % MONTHS_A_YEAR or not self.dice.chance(0.03):
            return
        self.contracts += 1
        for line_id, price in list(self.ledger.running.items()):
            self.ledger.close(line_id, replace(price, end=day, status="canceled", canceled=day, reason=MOVED))
            self.ledger.open(replace(price, subscription_id=self._subscription_id(), start=day, signed=day))

    def _price_rise(self, day: date, months: int) -> None:
        """Raise the price on the day of the campaign, of yearly contracts at their next renewal."""
        since, yearly = self.timeline.price_rise, self.account.interval == "year"
        due = (
            since <= day < add_months(since, 12) and not months % MONTHS_A_YEAR
            if yearly
            else since <= day < add_months(since, 1)
        )
        if not due or months <= _PRICE_HOLDS or (self.segment is ENTERPRISE and self.dice.chance(0.4)):
            return
        percent = 100 + self.segment.rise_percent
        for line_id, price in list(self.ledger.running.items()):
            start = day if yearly else max(since, price.start)
            raised = (price.unit_cents * percent + 50) // 100
            self.ledger.change(line_id, replace(price, start=start, unit_cents=raised))

    def _shrinks(self, day: date, months: int) -> None:
        """Give up seats, or the second product; yearly contracts do so at renewal."""
        yearly = self.account.interval == "year"
        if yearly and months % MONTHS_A_YEAR:
            return
        chance = self.segment.contraction / (1 if yearly else 12)
        platform = self.ledger.running[PLATFORM]
        if self.dice.chance(chance):
            kept = max(1, platform.quantity * (100 - self.dice.between(8, 32)) // 100)
            if kept < platform.quantity:
                fewer = replace(platform, start=max(day, platform.start), quantity=kept)
                self.ledger.change(PLATFORM, fewer)
        elif INSIGHTS in self.ledger.running and self.dice.chance(0.08 / (1 if yearly else 12)):
            dropped = self.ledger.running[INSIGHTS]
            if dropped.start < day:
                self.ledger.close(
                    INSIGHTS, replace(dropped, end=day, canceled=day, reason="no longer needed")
                )

    def _grows(self, day: date, months: int) -> None:
        """Add seats, a higher plan or the second product, on some day of the month that begins."""
        on = day + timedelta(days=self.dice.between(0, 24))
        segment, platform = self.segment, self.ledger.running[PLATFORM]
        if on > self.timeline.through or months == 1:
            return
        sprint = self.luck.sprints.get(self.account.account_id)
        helped = sprint is not None and sprint <= day < add_months(sprint, _SPRINT_MONTHS)
        chance = segment.expansion / 12 * (_SPRINT_EFFECT if helped else 1.0)
        if self.dice.chance(chance):
            more = max(1, platform.quantity * self.dice.between(5, 26) // 100)
            self.ledger.change(PLATFORM, replace(platform, start=on, quantity=platform.quantity + more))
        elif (
            platform.plan != segment.next_plan
            and platform.plan == segment.plan
            and self.dice.chance(segment.upgrade / 12)
        ):
            dearer = platform.unit_cents * self.dice.between(115, 135) // 100
            self.ledger.change(
                PLATFORM, replace(platform, start=on, unit_cents=dearer, plan=segment.next_plan)
            )
        if INSIGHTS not in self.ledger.running and self.dice.chance(segment.cross_sell / 12):
            self._cross_sells(on)
        self._outgrows(on)

    def _cross_sells(self, on: date) -> None:
        platform = self.ledger.running[PLATFORM]
        unit = unit_cents(INSIGHTS_CENTS, platform.interval, platform.currency, self.haggled)
        seats = max(1, platform.quantity * self.dice.between(30, 90) // 100)
        added = replace(
            platform, line_id=INSIGHTS, start=on, quantity=seats, unit_cents=unit, plan="Insights", signed=on
        )
        self.ledger.open(added)

    def _outgrows(self, on: date) -> None:
        """Hand an account that has grown to the next segment."""
        if self.segment not in _GROWN_OUT_OF:
            return
        limit, following = _GROWN_OUT_OF[self.segment]
        began = self.segments[-1][0]
        arr = self.ledger.running[PLATFORM].arr_usd * _PLAIN_SIZE // self.luck.size
        if arr >= limit and self.account.arr_target < limit and on > began and on.day <= _EARLY:
            self.segments.append((on, following))
