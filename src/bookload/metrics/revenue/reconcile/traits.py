"""What the data has any of, so that switches about what it has none of are not computed one by one.

A company without trials has the same figures whatever the switch `trials` says; so switches that cannot
matter are set one way before anything is computed, and equal questions are asked once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookload.data.documents.switches import Switches
from bookload.data.tables import unbound
from bookload.metrics.revenue.reconcile.causes import with_switches

if TYPE_CHECKING:
    from bookload.data.documents import Policy
    from bookload.data.reader import Reader

PRICES = ("subscriptions", "mrr_history", "invoice_lines")
"""The tables that prices are read from."""


@dataclass(frozen=True)
class Traits:
    """The statuses of rows and events, the intervals and currencies of rows, and what else there is."""

    statuses: frozenset[str]
    intervals: frozenset[str]
    currencies: frozenset[str]
    trials: bool
    cancellations: bool
    discounts: bool
    sources: tuple[str, ...]

    def matters(self, switch: str, home: str) -> bool:
        """Return whether a switch can make a difference to any figure of this data."""
        known = {
            "past_due_days": "past_due" in self.statuses,
            "discounts": self.discounts,
            "churn_date": self.cancellations,
            "paused": "paused" in self.statuses,
            "trials": self.trials,
            "days_a_year": "day" in self.intervals,
            "weeks_a_year": "week" in self.intervals,
            "past": bool(self.currencies - {home}),
        }
        return known.get(switch, True)

    def at(self, policy: Policy, switches: Switches) -> Policy:
        """Return a policy under switches, reading prices from the one table that has any, if only one has."""
        under = with_switches(policy, switches)
        if policy.revenue.source != "auto" or len(self.sources) != 1:
            return under
        alone = under.revenue.model_copy(update={"source": self.sources[0]})
        return under.model_copy(update={"revenue": alone})

    def only(self, switches: Switches, home: str) -> Switches:
        """Return switches with those that cannot matter set one way."""
        # Without discounts none is the same as all, and quicker to compute.
        usual = Switches(discounts="none")
        idle = {name: getattr(usual, name) for name in Switches.model_fields if not self.matters(name, home)}
        # `active` is what rows without a status are; the others count only where they occur.
        counted = tuple(one for one in switches.counted_statuses if one in {*self.statuses, "active"})
        return switches.model_copy(update={**idle, "counted_statuses": counted})


def traits(reader: Reader) -> Traits:
    """Return what a reader's data has any of."""
    rows = unbound("subscriptions")
    kinds = rows.group_by("status", "interval", "currency").aggregate(
        trials=rows.trial_end_date.notnull().sum(), cancellations=rows.canceled_date.notnull().sum()
    )
    found = reader.collect(kinds).rows()
    events = unbound("subscription_events").select("status").distinct()
    statuses = {str(row["status"]) for row in [*found, *reader.collect(events).rows()]}
    others = {
        str(row["currency"])
        for table in PRICES[1:]
        for row in reader.collect(unbound(table).select("currency").distinct()).rows()
    }
    return Traits(
        frozenset(statuses),
        frozenset(str(row["interval"]) for row in found),
        # A row without a currency is in the workspace's own.
        frozenset({*others, *(str(row["currency"]) for row in found)} - {"None"}),
        trials="trialing" in statuses or any(row["trials"] for row in found),
        cancellations="canceled" in statuses or any(row["cancellations"] for row in found),
        discounts=reader.has("discounts"),
        sources=tuple(table for table in PRICES if reader.has(table)),
    )
