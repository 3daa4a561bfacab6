"""Heads there are, how loaded they are, and what the required ones would carry."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base.access import Right
from bookload.base.money import SHARE_ONE
from bookload.base.period import Month
from bookload.metrics.team.eligibility import eligible
from bookload.metrics.team.people import role_word, staff
from bookload.planning.capacity import capacity
from bookload.planning.capacity.carried import carried_by_account
from bookload.report.document import amount_text
from bookload.report.explain.arr import arr
from bookload.report.explain.explanation import Explanation, Step
from bookload.report.explain.need import need
from bookload.report.explain.parts import adding_up
from bookload.report.figures import number, percent

if TYPE_CHECKING:
    from bookload.data.reader import Reader
    from bookload.planning.capacity import Capacity, CapacityRow

NOT_KNOWN = Step("n/a: the month is not known")
PLACES = 2


def have(reader: Reader, subject: str | None) -> Explanation:
    """Return the CSMs there are, ramping ones included, opened into people."""
    found = capacity(reader, 0)
    row = _row(reader, found)
    heads = [
        head
        for head in eligible(staff(reader), reader.as_of, reader.policy).values()
        if head.eligible and subject in (None, head.person_id)
    ]
    total = sum((Fraction(head.fte, SHARE_ONE) for head in heads), Fraction(0))
    step = Step(
        text=f"{len(heads)} people in a CSM role on {reader.as_of}, not on long leave; ramping ones count",
        columns=("person_id", "role", "fte"),
        rows=tuple((head.person_id, head.role, number(Fraction(head.fte, SHARE_ONE), 2)) for head in heads),
        source="positions" if reader.has("positions") else "people",
        total=number(total, 2),
        needs=frozenset({Right.PERSON_NAMES}),
    )
    carry = Step(
        f"by what they can carry while they ramp: {number(row.ramped, 2)}" if row else NOT_KNOWN.text
    )
    return Explanation(
        metric="have",
        subject=subject,
        value=number(total, 2),
        definition="The CSMs there are at the end of the day, whether ramped or not.",
        formula="Σ FTE of everybody in a CSM role",
        steps=(step, carry),
    )


def utilisation(reader: Reader, subject: str | None) -> Explanation:
    """Return how much of the CSMs' hours is asked for; people's own need the right to the time of persons."""
    found = capacity(reader, 0)
    row = _row(reader, found)
    definition = (
        "Hours asked for, as a share of the hours available: tight above the target, overload above 1."
    )
    formula = "hours asked / hours available"
    if row is None:
        return Explanation("utilisation", subject, None, definition, formula, (NOT_KNOWN,))
    loads = [load for load in found.people or () if subject in (None, load.person_id)]
    people = Step(
        text=f"Hours asked of each person in {row.month}, of all roles, and those that they have",
        columns=("person_id", "hours", "available", "used"),
        rows=tuple(
            (
                load.person_id,
                number(load.hours_asked),
                number(load.hours_available),
                percent(load.utilisation, 0),
            )
            for load in loads
        ),
        source="journey.toml",
        needs=frozenset({Right.TIME_PERSON}),
    )
    team = Step(
        f"{number(row.demand_hours)} hours asked of role {row.role} / {number(row.supply_hours)} available",
        total=percent(row.utilisation),
    )
    if not subject or not loads:
        return Explanation(
            "utilisation", subject, percent(row.utilisation), definition, formula, (people, team)
        )
    steps = (people, _by_owner(found, subject, row.month), _own_accounts(found, subject, row.month))
    return Explanation("utilisation", subject, percent(loads[0].utilisation), definition, formula, steps)


def _by_owner(found: Capacity, person_id: str, month: Month) -> Step:
    """Return what is asked of somebody, by role and by whose accounts it is for."""
    shares = [
        share
        for share in found.shares or ()
        if share.month == month and share.carrier.person_id == person_id and share.hours
    ]
    shares.sort(key=lambda share: (-share.hours, share.role, share.carrier.owner_id))
    shown = adding_up([share.hours for share in shares], PLACES)
    return Step(
        text=f"What is asked of {person_id}, by role and by whose accounts; none: spread over the role",
        columns=("role", "owner_id", "hours"),
        rows=tuple(
            (share.role, share.carrier.owner_id or None, hours)
            for share, hours in zip(shares, shown, strict=True)
        ),
        source="ownership",
        total=f"{number(sum((share.hours for share in shares), Fraction(0)), PLACES)} hours",
        needs=frozenset({Right.TIME_PERSON}),
    )


def _own_accounts(found: Capacity, person_id: str, month: Month) -> Step:
    """Return the accounts that somebody carries themselves, or as one of a pool, with what each asks for."""
    held = [
        (hours, role, account, carrier.owner_id)
        for role, who in sorted((found.carriers or {}).items())
        for (of, carrier, account), hours in carried_by_account(found.demand, role, who).items()
        if of == month and carrier.person_id == person_id and not carrier.away and hours
    ]
    held.sort(key=lambda each: (-each[0], *each[1:]))
    shown = adding_up([hours for hours, *_ in held], PLACES)
    count = len({account for _, _, account, _ in held})
    return Step(
        text=f"The {count} accounts of it that are their own, or a pool's that they are in",
        columns=("account_id", "role", "owner_id", "hours"),
        rows=tuple(
            (account, role, owner, hours)
            for (_, role, account, owner), hours in zip(held, shown, strict=True)
        ),
        source="accounts",
        total=f"{number(sum((hours for hours, *_ in held), Fraction(0)), PLACES)} hours",
        needs=frozenset({Right.TIME_PERSON}),
    )


def implied(reader: Reader, subject: str | None) -> Explanation:
    """Return the ARR that each required CSM would carry, its two sides opened."""
    month = Month.of(reader.as_of)
    found = next((row for row in capacity(reader, 0).implied if row.month == month), None)
    value = amount_text(found.arr_per_csm, 2) if found else None
    above, below = arr(reader, None), need(reader, None)
    return Explanation(
        metric="implied_arr_per_csm",
        subject=subject,
        value=value,
        definition="The ARR per CSM that the company's own activity model comes to: what fits this business.",
        formula="ARR / required CSMs",
        steps=(
            above.steps[0],
            *below.steps,
            Step(f"{above.value} / {below.value} = {value or 'n/a'}", total=value),
        ),
    )


def _row(reader: Reader, found: Capacity) -> CapacityRow | None:
    return found.row(Month.of(reader.as_of), role_word(reader.policy.revenue.revenue_role))
