"""The bridge from a published figure's heads to those that the work asks for, cause by cause.

A published figure assumes a book. What it assumes of hours nobody publishes with it, so the assumed hours of
definitions stand in: a head has 130 hours a month for customers, out of 160 paid (Balusek 2017: 120 to 140
hours are 75 to 88% of paid time), and carries so many accounts of each touch model (Gainsight). With those,
heads are a product at every touch model, and each of its factors turns from what is published to what the
company has:

    accounts x heads per unit of ARR [/ pay] x ARR per account x hours per account / hours of a head

The parts are Shapley's (see `shapley`). What relationships ask for beyond hours is a floor under the result
and no factor of it, so it comes last and alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

from bookload.planning.plan.sizing.company import Carried, HeadMonth, total
from bookload.planning.plan.sizing.published import Reading
from bookload.planning.plan.sizing.shapley import Term, Turn, parts

PAID = Fraction(160)
"""Paid hours of the month that the published hours are a share of: 120 are 75% of them (Balusek 2017)."""

Turned = Literal[
    "pay",
    "touch_mix",
    "arr_per_account",
    "hours_per_account",
    "working_time",
    "leave",
    "internal_share",
    "target_utilisation",
]
FACTORS: tuple[Turned, ...] = get_args(Turned)
"""What a bridge turns from the published book's to the company's, one after the other."""

Factor = Literal[Turned, "relationship_cap"]
"""What makes heads differ: what is turned, and the cap that binds beyond it."""

SAME: Turn = (Fraction(1), Fraction(1))
NONE = Fraction(0)


@dataclass(frozen=True, slots=True)
class Anchors:
    """The published book that a bridge goes over, by touch model.

    `arr` is the target of ARR per CSM in the workspace's currency (None without a rate), `accounts` the
    accounts per CSM, `hours` the hours a month of such a CSM.
    """

    arr: Mapping[str, Fraction] | None
    accounts: Mapping[str, Fraction]
    hours: Fraction


@dataclass(frozen=True, slots=True)
class Model:
    """The heads that the work asks for, by hours and by relationships, and the month of one head."""

    by_hours: Fraction
    by_caps: Fraction
    month: HeadMonth

    @property
    def heads(self) -> Fraction:
        """The required heads."""
        return max(self.by_hours, self.by_caps)


@dataclass(frozen=True, slots=True)
class Line:
    """One cause: what is published, what the company has, and the heads that the difference makes.

    `published` and `own` are of the whole company: parts of pay, accounts or ARR per CSM (`touch_mix`), ARR
    per account, hours per account and month, hours a month (`working_time`), shares, and heads
    (`relationship_cap`). None where nobody states one.
    """

    factor: Factor
    published: Fraction | None
    own: Fraction | None
    heads: Fraction


@dataclass(frozen=True, slots=True)
class TouchBridge:
    """The bridge of one touch model: its heads as a product whose factors turn, and the heads of each.

    `term` has the factors in the order of `FACTORS`; it is None for a touch model that all accounts left in
    the month, whose hours are hours per account. `pay` is what the published figure was scaled by. `heads`
    of all touch models sum to the bridge's.
    """

    touch_model: str
    term: Term | None
    pay: Fraction
    heads: tuple[Fraction, ...]


def by_touch(
    reading: Reading, held: Sequence[Carried], anchors: Anchors, month: HeadMonth
) -> tuple[TouchBridge, ...]:
    """Return the bridge of each touch model."""
    scalars = _scalars(anchors, month)
    found = []
    for each in held:
        if not each.accounts:
            beside = [
                each.hours / month.plannable if name == "hours_per_account" else NONE for name in FACTORS
            ]
            found.append(TouchBridge(each.touch_model, None, Fraction(1), tuple(beside)))
            continue
        term = Term(Fraction(each.accounts), (*_turns(reading, each, anchors), *scalars))
        pay = next(part.pay for part in reading.parts if part.touch_model == each.touch_model)
        found.append(TouchBridge(each.touch_model, term, pay, parts([term])))
    return tuple(found)


def bridge(reading: Reading, held: Sequence[Carried], anchors: Anchors, model: Model) -> tuple[Line, ...]:
    """Return the causes whose heads sum to the model's less the reading's; none where either is not known.

    A touch model whose accounts all left in the month has hours and no accounts: they are hours per account.
    """
    if reading.heads is None or not anchors.hours or not (reading.metric != "arr_per_csm" or anchors.arr):
        return ()
    each = by_touch(reading, held, anchors, model.month)
    heads = {
        factor: sum((touch.heads[place] for touch in each), NONE) for place, factor in enumerate(FACTORS)
    }
    sides = _sides(reading, held, anchors, model.month)
    lines = [Line(factor, *sides[factor], heads[factor]) for factor in FACTORS if factor in sides]
    beyond = model.heads - model.by_hours
    return (*lines, Line("relationship_cap", None, model.by_caps, beyond))


def _turns(reading: Reading, each: Carried, anchors: Anchors) -> tuple[Turn, Turn, Turn, Turn]:
    """Return how pay, touch mix, ARR per account and hours per account turn at one touch model."""
    touch = each.touch_model
    book = anchors.accounts[touch]
    hours: Turn = (Fraction(1), each.hours / each.accounts * book / anchors.hours)
    found = next(part for part in reading.parts if part.touch_model == touch)
    if reading.metric == "accounts_per_csm" or anchors.arr is None:
        published = 1 / found.figure if found.figure else Fraction(0)
        return SAME, (published, 1 / book), SAME, hours
    goal, figure = anchors.arr[touch], found.figure or Fraction(1)
    contract: Turn = (each.arr / each.accounts, goal / book)
    return (1 / found.pay, Fraction(1)), (1 / figure, 1 / goal), contract, hours


def _scalars(anchors: Anchors, month: HeadMonth) -> tuple[Turn, ...]:
    """Return how the hours of a head turn: heads go by one over each."""
    one = Fraction(1)
    return (
        (one, PAID / month.at_work),
        (one, one / month.not_on_leave),
        (one, anchors.hours / PAID / month.for_customers),
        (one, one / month.target),
    )


def _sides(
    reading: Reading, held: Sequence[Carried], anchors: Anchors, month: HeadMonth
) -> dict[Factor, tuple[Fraction | None, Fraction | None]]:
    """Return what is published and what the company has, by factor that a reading has a say in."""
    accounts = Fraction(sum(each.accounts for each in held))
    arr, hours = (
        sum((each.arr for each in held), Fraction(0)),
        sum((each.hours for each in held), Fraction(0)),
    )
    books = {touch: 1 / book for touch, book in anchors.accounts.items()}
    found: dict[Factor, tuple[Fraction | None, Fraction | None]] = {}
    if reading.metric == "arr_per_csm" and anchors.arr is not None:
        unscaled = sum((part.heads * part.pay for part in reading.parts), Fraction(0))
        blend = sum((each.arr / anchors.arr[each.touch_model] for each in held), Fraction(0))
        contracts = {touch: goal / anchors.accounts[touch] for touch, goal in anchors.arr.items()}
        if reading.scaled:
            found["pay"] = (Fraction(1), _per(unscaled, reading.heads))
        found["touch_mix"] = (_per(arr, unscaled), _per(arr, blend))
        found["arr_per_account"] = (_per(total(held, contracts), accounts), _per(arr, accounts))
    else:
        found["touch_mix"] = (_per(accounts, reading.heads), _per(accounts, total(held, books)))
    assumed = total(held, {touch: anchors.hours * book for touch, book in books.items()})
    found["hours_per_account"] = (_per(assumed, accounts), _per(hours, accounts))
    found["working_time"] = (PAID, month.at_work)
    found["leave"] = (None, 1 - month.not_on_leave)
    found["internal_share"] = (1 - anchors.hours / PAID, 1 - month.for_customers)
    found["target_utilisation"] = (None, month.target)
    return found


def _per(part: Fraction, of: Fraction | None) -> Fraction | None:
    return part / of if of else None
