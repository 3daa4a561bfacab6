"""The heads of each role at a month's end, and what they are paid as far as the reader may know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction

from bookload.base.access import Right
from bookload.base.money import MICROS, SHARE_ONE
from bookload.data.once import once
from bookload.data.reader import Reader, SealedPay
from bookload.metrics.ratios.facts import Crew
from bookload.metrics.ratios.pay import COMPANY, published
from bookload.metrics.team.eligibility import on_long_leave
from bookload.planning.journey import role_of

Weights = Mapping[str, Mapping[str, int]]
"""By role, the FTE (x 10^4) of each person who is there."""


def heads(reader: Reader, crew: Crew) -> Weights:
    """Return who is there in each role on the day of a crew: employed, and not on long leave."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for head in crew.heads.values():
        away = on_long_leave(crew.staff.people[head.person_id], crew.day, reader.policy.team.long_leave_days)
        if head.role is not None and head.fte and not away:
            found[role_of(head.role, reader.policy)][head.person_id] = head.fte
    return found


def count(people: Mapping[str, int]) -> Fraction:
    """Return people's FTE in heads."""
    return Fraction(sum(people.values()), SHARE_ONE)


def yearly_pay(reader: Reader, crew: Crew, people: Mapping[str, int]) -> Fraction | None:
    """Return the OTE of a role's heads a year; None where it is hidden, or that of one of them is not known.

    Who has `pay_group` alone gets that of all CSMs, as it is published for the company: rounded, and withheld
    where it would give somebody away. No other role's is shown beside it: the differences would be figures
    that `series` has never seen.
    """
    if not people:
        return Fraction(0)
    if reader.access.allows(Right.PAY_PERSON):
        book = _book(reader)
        if not people.keys() <= book.known(crew.day):
            return None
        micros = book.on(crew.day, "ote", people).total()
    elif reader.access.allows(Right.PAY_GROUP) and people == _published_for(crew):
        sealed = published(reader, "ote").get((crew.month, COMPANY))
        micros = sealed.total() if sealed else None
    else:
        return None
    return None if micros is None else Fraction(micros, MICROS)


def _published_for(crew: Crew) -> Mapping[str, int]:
    return {head.person_id: head.fte for head in crew.heads.values() if head.eligible}


@once
def _book(reader: Reader) -> SealedPay:
    return reader.pay()
