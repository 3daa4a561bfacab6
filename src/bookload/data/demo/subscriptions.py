"""The billing rows of the sample company: price periods, usage, discounts and subscription events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bookload.base.period import Month, add_months, months
from bookload.data.demo.dice import Dice
from bookload.data.demo.lives import NON_PAYMENT
from bookload.data.demo.prices import API_CALLS, IMPLEMENTATION, PLATFORM, PRODUCTS, Price
from bookload.data.demo.rows import Row, cents, day_text, truth
from bookload.data.demo.segments import MID_MARKET, SMB
from bookload.data.demo.story import Story
from bookload.data.demo.timeline import Timeline

_USAGE_ACCOUNTS = 14
_USAGE_MONTHS = 12
_PAST_DUE = 9
_INTRODUCED = 12
_INTRODUCTION = timedelta(days=14)


def with_arrears(stories: Sequence[Story], seed: int, timeline: Timeline) -> list[Story]:
    """Return the stories with a few monthly accounts behind with their payments today."""
    dice = Dice(seed, "arrears")
    behind = [
        story.account.account_id
        for story in stories
        if story.account.interval == "month" and story.live_on(timeline.through) and _running(story)
    ]
    late = frozenset(dice.shuffled(behind)[:_PAST_DUE])
    return [_past_due(story) if story.account.account_id in late else story for story in stories]


def _running(story: Story) -> bool:
    return any(price.end is None and price.status == "active" for price in story.prices)


def _past_due(story: Story) -> Story:
    prices = tuple(
        replace(price, status="past_due") if price.end is None and price.status == "active" else price
        for price in story.prices
    )
    return replace(story, prices=prices)


def subscription_rows(stories: Sequence[Story], seed: int, timeline: Timeline) -> list[Row]:
    """Return the table `subscriptions`: every price period, and the metered usage of a few accounts."""
    usage = _usage(stories, Dice(seed, "usage"), timeline)
    return [
        _row(story, price, timeline)
        for story in stories
        for price in (*story.prices, *usage.get(story.account.account_id, ()))
    ]


def _row(story: Story, price: Price, timeline: Timeline) -> Row:
    return {
        "subscription_id": price.subscription_id,
        "account_id": story.account.account_id,
        "start_date": day_text(price.start),
        "amount": cents(price.quantity * price.unit_cents),
        "interval": price.interval,
        "interval_count": "1",
        "line_id": price.line_id,
        "quantity": str(price.quantity),
        "unit_amount": cents(price.unit_cents),
        "currency": price.currency,
        "end_date": day_text(price.end),
        "product": PRODUCTS[price.line_id],
        "plan": price.plan,
        "status": price.status,
        "kind": price.kind,
        "trial_end_date": day_text(price.trial_end),
        "signed_date": day_text(price.signed),
        "renewal_date": day_text(_renewal(story, price, timeline)),
        "auto_renew": truth(price.auto_renew),
        "canceled_date": day_text(price.canceled),
        "cancel_reason": price.reason,
    }


def _renewal(story: Story, price: Price, timeline: Timeline) -> date | None:
    """Return the first anniversary of a yearly contract at or after the row's end, or the last day known."""
    if price.interval != "year":
        return None
    start = max(begun for begun, _ in story.spells if begun <= price.start)
    until = price.end if price.end is not None else max(timeline.through, price.start) + timedelta(days=1)
    years = 1
    while add_months(start, 12 * years) < until:
        years += 1
    return add_months(start, 12 * years)


def _usage(stories: Sequence[Story], dice: Dice, timeline: Timeline) -> dict[str, list[Price]]:
    """Return metered calls, a row a month, of a few accounts over the last year: no recurring revenue."""
    able = [
        story
        for story in stories
        if story.segment in (MID_MARKET, SMB) and story.live_on(timeline.on(-_USAGE_MONTHS))
    ]
    metered = {}
    for story in dice.shuffled(able)[:_USAGE_ACCOUNTS]:
        metered[story.account.account_id] = [
            _metered(story, month, dice)
            for month in months(timeline.last - (_USAGE_MONTHS - 1), timeline.last)
            if story.live_on(month.last_day) and month.last_day <= timeline.through
        ]
    return metered


def _metered(story: Story, month: Month, dice: Dice) -> Price:
    return Price(
        subscription_id=story.prices[0].subscription_id,
        line_id=API_CALLS,
        start=month.first_day,
        end=month.next_first_day,
        quantity=max(1, int(dice.lognormal(40, 0.8))),
        unit_cents=250,
        currency=story.account.country.currency,
        interval="month",
        plan="",
        kind="usage",
    )


def discount_rows(stories: Sequence[Story], seed: int) -> list[Row]:
    """Return the table `discounts`: off the setting up, as sales gives it away, and off some first two weeks.

    Both are over by the end of the month that they began in, so that month ends are what the prices say;
    who counts every day sees the introductory ones go.
    """
    dice = Dice(seed, "discounts")
    fees = [price for story in stories for price in story.prices if price.line_id == IMPLEMENTATION]
    off_fees = [
        _discount(price, dice.pick((10, 20, 25, 50)), price.end) for price in fees if dice.chance(0.4)
    ]
    begun = [price for story in stories if (price := _introduced(story)) is not None]
    chosen = sorted(dice.shuffled(begun)[:_INTRODUCED], key=lambda price: price.subscription_id)
    return off_fees + [_discount(price, 50, price.start + _INTRODUCTION) for price in chosen]


def _discount(price: Price, percent: int, end: date | None) -> Row:
    return {
        "subscription_id": price.subscription_id,
        "percent": str(percent),
        "amount": "",
        "currency": "",
        "start_date": day_text(price.start),
        "end_date": day_text(end),
        "line_id": price.line_id,
    }


def _introduced(story: Story) -> Price | None:
    """Return the first price of a customer by the month, if its first two weeks lie within one month."""
    first = story.prices[0]
    paid = first.kind == "recurring" and first.status == "active" and first.interval == "month"
    until = first.start + _INTRODUCTION
    lasts = first.end is None or first.end > until
    return (
        first
        if paid and lasts and (until.year, until.month) == (first.start.year, first.start.month)
        else None
    )


def subscription_event_rows(stories: Iterable[Story], timeline: Timeline) -> list[Row]:
    """Return the table `subscription_events`: arrears, pauses, resumptions and cancellations by day."""
    return [
        {"subscription_id": subscription_id, "at": day_text(at), "status": status}
        for story in stories
        for subscription_id, at, status in sorted(set(_events(story, timeline)))
    ]


def _events(story: Story, timeline: Timeline) -> Iterator[tuple[str, date, str]]:
    previous = ""
    for price in story.prices:
        if price.kind != "recurring" or price.line_id != PLATFORM:
            continue
        if price.status == "paused":
            yield price.subscription_id, price.start, "paused"
        elif previous == "paused":
            yield price.subscription_id, price.start, "active"
        if price.status == "past_due":
            since = max(price.start, timeline.through - timedelta(days=len(story.account.name)))
            yield price.subscription_id, since, "past_due"
        if price.status == "canceled" and price.end is not None and price.end <= timeline.through:
            if price.reason == NON_PAYMENT and price.end - timedelta(days=21) > price.start:
                yield price.subscription_id, price.end - timedelta(days=21), "past_due"
            yield price.subscription_id, price.end, "canceled"
        previous = price.status
