"""What subscriptions were, and from when to when, as `subscription_events` tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from bookload.base.period import FAR
from bookload.data.tables import unbound

if TYPE_CHECKING:
    import ibis.expr.types as ir

ACTIVE = "active"
LONG_AGO = ibis.date("1900-01-01")
"""Before the first day of any row that a check lets pass."""


def states() -> ir.Table:
    """Return the states of every subscription that has events; they follow one another without a gap.

    Columns: of_subscription, state, state_from, state_until (`FAR` of the last), state_before,
    next_state (null of the last). A state lasts until the next one, and one that is told again goes
    on; before its first event a subscription is active.
    """
    events = unbound("subscription_events")
    daily = events.group_by(of_subscription=events.subscription_id, state_from=events.at).aggregate(
        state=events.status.max()  # a subscription has one event a day: its key
    )
    order = ibis.window(group_by="of_subscription", order_by="state_from")
    told = daily.mutate(before=daily.state.lag(1).over(order))
    changed = told.filter(told.before.isnull() | (told.before != told.state))
    known = changed.select(
        "of_subscription",
        "state",
        "state_from",
        state_before=changed.before.fill_null(ACTIVE),
        state_until=changed.state_from.lead(1).over(order).fill_null(ibis.literal(FAR)),
        next_state=changed.state.lead(1).over(order),
    )
    first = daily.group_by("of_subscription").aggregate(begins=daily.state_from.min())
    begun = first.inner_join(known, ["of_subscription", first.begins == known.state_from])
    before = begun.select(
        "of_subscription",
        state=ibis.literal(ACTIVE),
        state_from=LONG_AGO,
        state_until=begun.begins,
        state_before=ibis.literal(ACTIVE),
        next_state=begun.state,
    )
    return ibis.union(before.select(*known.columns), known)
