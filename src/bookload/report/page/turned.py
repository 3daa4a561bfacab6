"""The block of what turned: a sentence a sign, and the accounts behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookload.report.figures import monthly
from bookload.report.page.grid import Grid
from bookload.report.turned import told

if TYPE_CHECKING:
    from bookload.metrics.revenue.signs.sign import SignAccount
    from bookload.report.answer import Answer

SHOWN = 10
"""Accounts that are shown behind a sign."""


@dataclass(frozen=True, slots=True)
class Turned:
    """A sign as the page tells it; `more` accounts are behind it that `accounts` does not show."""

    where: str
    words: str
    accounts: Grid
    more: int


def turned(answer: Answer, currency: str) -> tuple[Turned, ...]:
    """Return the signs of the latest month that is over; none where it is quiet."""
    return tuple(
        Turned(
            each.where,
            each.words,
            _grid(each.sign.accounts[:SHOWN], currency),
            max(0, len(each.sign.accounts) - SHOWN),
        )
        for each in told(answer, currency)
    )


def _grid(accounts: tuple[SignAccount, ...], currency: str) -> Grid:
    named = any(account.owner_id is not None for account in accounts)
    rows = tuple(
        (
            account.account_id,
            *([account.owner_id or "(unassigned)"] if named else []),
            monthly(account.base, currency),
            monthly(account.closing, currency),
        )
        for account in accounts
    )
    return Grid(("account", *(["owner"] if named else []), "MRR before", "MRR after"), rows, words=1 + named)
