"""A leading sign: what happened, since when, how strongly, and the accounts behind it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from bookload.base.access import Right, needs
from bookload.base.period import Month
from bookload.base.result import IN_QUANTA
from bookload.metrics.revenue.signs.judged import JUDGED_FROM, judged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from bookload.metrics.revenue.signs.judged import SignMonth
    from bookload.metrics.revenue.signs.organic import OrganicMonth

SignKind = Literal[
    "turn_down", "turn_up", "first_contraction", "more_shrinking", "shrinking_accounts", "slower_growth"
]

TURNED = frozenset({"turn_down", "turn_up", "first_contraction", "more_shrinking"})
"""Signs that something turned; the others are states that may last."""


@dataclass(frozen=True, slots=True)
class SignAccount:
    """An account behind a sign: what it had at the month's start, did in it and has at its end, in quanta.

    `since` is the first of the months in a row in which it fell, None where the sign is not about that.
    `owner_id` is who carries most of it at the month's end (`""`: nobody), absent without the right to names.
    """

    account_id: str
    base: int = field(metadata=IN_QUANTA)
    organic: int = field(metadata=IN_QUANTA)
    closing: int = field(metadata=IN_QUANTA)
    since: Month | None
    owner_id: str | None = field(default=None, metadata=needs(Right.PERSON_NAMES))


@dataclass(frozen=True, slots=True)
class Sign:
    """Something about a month of one key that a manager should know in that month.

    - `turn_down`, `turn_up`: the rate lies outside its band; `strength` is its distance from what was
      expected, in median absolute deviations; `amount` the month's organic movement (quanta).
    - `first_contraction`: it lost after three months of growth or more, which `strength` counts.
    - `more_shrinking`: more of it than expected belongs to accounts that pay less now; `amount` is what
      these had, `strength` as for a turn.
    - `shrinking_accounts`: accounts that paid less at two month ends running and still pay; `amount` is what
      they still have, `strength` its share of the key's MRR (None where that is not above 0).
    - `slower_growth`: the year that ends with the month grew less than the year before it, by more than noise
      makes; `strength` is one over the other, less 1 (-0.05: five in a hundred less).

    `since` is the first of the months in a row that show the same. `judged` is False under ten accounts.
    """

    kind: SignKind
    month: Month
    key: str | None
    since: Month
    amount: int = field(metadata=IN_QUANTA)
    strength: float | None
    judged: bool
    accounts: tuple[SignAccount, ...] = ()


def signs_of(of_key: Mapping[Month, OrganicMonth], month: Month, last_over: Month) -> Iterator[Sign]:
    """Yield what the figures of one month of one key say; the accounts behind it are added later."""
    here = judged(of_key, month, last_over)

    def since(same: Callable[[SignMonth], bool]) -> Month:
        first = month
        while first - 1 in of_key and same(judged(of_key, first - 1, last_over)):
            first -= 1
        return first

    if here.trend is not None and here.rate is not None and here.verdict in ("turn_down", "turn_up"):
        began = since(lambda each: each.verdict == here.verdict)
        yield _sign(here, here.verdict, began, here.organic, here.trend.strength(here.rate))
    if here.first_contraction:
        yield _sign(here, "first_contraction", month, here.organic, float(here.growing))
    if here.more_shrinking and here.fallen_trend is not None and here.fallen is not None:
        began = since(lambda each: each.more_shrinking)
        yield _sign(
            here, "more_shrinking", began, of_key[month].fell, here.fallen_trend.strength(here.fallen)
        )
    if here.slower and here.slowing is not None:
        yield _sign(here, "slower_growth", since(lambda each: each.slower), here.organic, float(here.slowing))


def _sign(here: SignMonth, kind: SignKind, since: Month, amount: int, strength: float) -> Sign:
    return Sign(kind, here.month, here.key, since, amount, strength, here.accounts >= JUDGED_FROM)
