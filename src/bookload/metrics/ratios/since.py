"""What became of ARR, of the CSM count and of ARR per CSM since they were stated, cause by cause.

From what was stated to what is, one thing changes at a time: the program, the policy, the rows of closed
months, and then the days that went by, whose movements are those of the bridge. So

    ARR stated + program + policy + restated + rates + movements by kind = ARR now

exactly, in quanta; and the same for ARR per CSM, where the days that went by are split between revenue and
people evenly over both orders in which they could have changed (Shapley, 1953), so that no remainder is left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from bookload.base.money import QUANTA
from bookload.base.period import Month
from bookload.base.result import IN_QUANTA
from bookload.data.engine import exact_sum
from bookload.metrics.ratios.assessment import assess
from bookload.metrics.ratios.ratios import ratios
from bookload.metrics.revenue.movements.bridges import AMOUNTS, converted_moves, movements
from bookload.metrics.revenue.stocks import converted_balances
from bookload.metrics.team.eligibility import eligible
from bookload.metrics.team.people import staff

if TYPE_CHECKING:
    from bookload.data.reader import Reader
    from bookload.metrics.ratios.ratios import RatioRow
    from bookload.metrics.ratios.targets import Basis
    from bookload.metrics.revenue.movements.bridges import MovementRow
    from bookload.metrics.team.eligibility import Head

KINDS = tuple(name for name in AMOUNTS if name not in ("opening", "closing"))
Joined = Literal["joined", "ramped", "back", "left", "leave", "hours", "role"]


@dataclass(frozen=True, slots=True)
class Stated:
    """What a report stated: ARR in quanta and heads, in total and covered."""

    arr: int = field(metadata=IN_QUANTA)
    csms: Fraction
    covered_arr: int = field(metadata=IN_QUANTA)
    covered_csms: Fraction

    @classmethod
    def of(cls, row: RatioRow) -> Stated:
        """Return what the company's row of a month states."""
        return cls(row.arr, row.csms, row.covered_arr, row.covered_csms)

    def ratio(self, basis: Basis) -> Fraction | None:
        """Return ARR per CSM in units of the currency; None with nobody below the line."""
        arr, csms = self.sides(basis)
        return arr / csms if csms else None

    def sides(self, basis: Basis) -> tuple[Fraction, Fraction]:
        """Return what is above and below the line of ARR per CSM."""
        covered = basis == "covered"
        return Fraction(self.covered_arr if covered else self.arr, QUANTA), (
            self.covered_csms if covered else self.csms
        )


@dataclass(frozen=True, slots=True)
class Way:
    """The readers between what was stated and what is, each different from the one before in one thing.

    `then` reads the rows and documents of the statement, `ruled` the rows under the documents of now,
    `closed` the rows of now on the statement's day, `now` on the day of now. The first two are None where the
    rows of the statement are gone.
    """

    then: Reader | None
    ruled: Reader | None
    closed: Reader
    now: Reader


@dataclass(frozen=True, slots=True)
class Cause:
    """Something that changed ARR: by so many quanta. `gone`: what cannot be told apart any more."""

    name: str
    arr: int = field(metadata=IN_QUANTA)


@dataclass(frozen=True, slots=True)
class RatioCause:
    """Something that changed ARR per CSM, in units of the currency."""

    name: str
    amount: Fraction


@dataclass(frozen=True, slots=True)
class HeadCause:
    """Something that changed the CSM count, by so many heads of so many `people` (None: of nobody alone)."""

    name: str
    csms: Fraction
    people: int | None = None


@dataclass(frozen=True, slots=True)
class PersonCause:
    """Somebody who counts for more or less than on the day of the statement, and why."""

    person_id: str
    name: Joined
    csms: Fraction


@dataclass(frozen=True, slots=True)
class AccountCause:
    """An account whose ARR moved or was restated; `name` is the kind that did most of it."""

    account_id: str
    name: str
    arr: int = field(metadata=IN_QUANTA)


@dataclass(frozen=True)
class Since:
    """All of it. `ratio` is None where either ratio is n/a; `months` are closed ones whose ARR was restated.

    `moved` and `restated` hold every account, the one with the largest change first.
    """

    before: Stated
    after: Stated
    basis: Basis
    arr: tuple[Cause, ...]
    heads: tuple[HeadCause, ...]
    ratio: tuple[RatioCause, ...] | None
    people: tuple[PersonCause, ...]
    moved: tuple[AccountCause, ...]
    restated: tuple[AccountCause, ...]
    months: tuple[tuple[Month, int], ...]


def since(stated: Stated, way: Way) -> Since:
    """Return what became of a statement; needs all rows."""
    judged = assess(way.now)
    after = Stated.of(judged.row)
    found = {name: _stated(reader) for name, reader in _readers(way)}
    people = _people(way.closed, way.now)
    return Since(
        before=stated,
        after=after,
        basis=judged.basis,
        arr=(*_told(stated, found), *_by_kind(way, found["closed"], after)),
        heads=(*_told_heads(stated, found), *_by_reason(people)),
        ratio=_ratio(stated, found, after, judged.basis),
        people=people,
        moved=_moved(way),
        restated=_restated(way),
        months=_months(way),
    )


def _readers(way: Way) -> Iterator[tuple[str, Reader]]:
    if way.then is not None and way.ruled is not None:
        yield "then", way.then
        yield "ruled", way.ruled
    yield "closed", way.closed


def _stated(reader: Reader) -> Stated:
    month = Month.of(reader.as_of)
    return Stated.of(next(row for row in ratios(reader) if row.month == month))


# ---------------------------------------------------------------------------------------------------- ARR


def _told(stated: Stated, found: Mapping[str, Stated]) -> Iterator[Cause]:
    """Yield what changed ARR before a day went by; causes of nothing are left out."""
    for cause, before, after in _stages(stated, found):
        if after.arr != before.arr:
            yield Cause(cause, after.arr - before.arr)


def _stages(stated: Stated, found: Mapping[str, Stated]) -> Iterator[tuple[str, Stated, Stated]]:
    """Yield each cause before a day went by with what stood before and after it."""
    if "then" not in found:
        yield "gone", stated, found["closed"]
        return
    yield "program", stated, found["then"]
    yield "policy", found["then"], found["ruled"]
    yield "restated", found["ruled"], found["closed"]


def _by_kind(way: Way, closed: Stated, after: Stated) -> Iterator[Cause]:
    """Yield the movements from the statement's day to now; as one where the data knows no opening."""
    bridges = _bridges(way)
    if bridges is None:
        yield Cause("moved", after.arr - closed.arr)
        return
    whole, part = bridges
    kinds = {kind: sum(getattr(row, kind) for row in whole) for kind in KINDS}
    for kind in KINDS:
        kinds[kind] -= sum(getattr(row, kind) for row in part)
    if rest := after.arr - closed.arr - sum(kinds.values()):
        yield Cause("rates", rest)
    yield from (Cause(kind, amount) for kind, amount in kinds.items() if amount)


def _bridges(way: Way) -> tuple[list[MovementRow], list[MovementRow]] | None:
    """Return the bridges up to now, and what of them was before the statement; None where one is n/a."""
    first, last = _span(way)
    whole = list(movements(way.now, "month", first, last).rows) if first <= last else []
    day = Month.of(way.closed.as_of)
    part = list(movements(way.closed, "month", day, day).rows) if first == day else []
    return None if any(row.opening is None for row in (*whole, *part)) else (whole, part)


def _span(way: Way) -> tuple[Month, Month]:
    """Return the months that went by: from the statement's own on, unless it was over."""
    day = Month.of(way.closed.as_of)
    return (day + 1 if way.closed.as_of == day.last_day else day), Month.of(way.now.as_of)


# ------------------------------------------------------------------------------------------- ARR per CSM


def _ratio(
    stated: Stated, found: Mapping[str, Stated], after: Stated, basis: Basis
) -> tuple[RatioCause, ...] | None:
    """Return what changed the ratio; the days that went by are split between revenue and people."""
    causes = []
    for cause, before, later in _stages(stated, found):
        ratio, next_ratio = before.ratio(basis), later.ratio(basis)
        if ratio is None or next_ratio is None:
            return None
        causes.append(RatioCause(cause, next_ratio - ratio))
    (arr, csms), (arr_now, csms_now) = found["closed"].sides(basis), after.sides(basis)
    if not csms_now:
        return None
    causes.append(RatioCause("revenue", (arr_now - arr) * (1 / csms + 1 / csms_now) / 2))
    causes.append(RatioCause("people", (arr + arr_now) / 2 * (1 / csms_now - 1 / csms)))
    return tuple(cause for cause in causes if cause.amount)


# ------------------------------------------------------------------------------------------------- people


def _told_heads(stated: Stated, found: Mapping[str, Stated]) -> Iterator[HeadCause]:
    for cause, before, after in _stages(stated, found):
        if after.csms != before.csms:
            yield HeadCause(cause, after.csms - before.csms)


def _by_reason(people: Iterable[PersonCause]) -> Iterator[HeadCause]:
    """Yield what people count for more or less, by why."""
    reasons: dict[str, list[Fraction]] = defaultdict(list)
    for each in people:
        reasons[each.name].append(each.csms)
    for name, counted in reasons.items():
        yield HeadCause(name, sum(counted, Fraction(0)), len(counted))


def _people(closed: Reader, now: Reader) -> tuple[PersonCause, ...]:
    """Return everybody who counts for more or less, those with the largest change first."""
    before = eligible(staff(closed), closed.as_of, closed.policy)
    after = eligible(staff(now), now.as_of, now.policy)
    changed = [
        PersonCause(
            person, _why(before[person], after[person]), after[person].counted - before[person].counted
        )
        for person in after
        if after[person].counted != before[person].counted
    ]
    return tuple(sorted(changed, key=lambda each: (-abs(each.csms), each.person_id)))


def _why(before: Head, after: Head) -> Joined:
    if before.counted and after.counted:
        return "hours" if before.fte != after.fte else "ramped"
    reason, came = (before.reason, True) if after.counted else (after.reason, False)
    if reason == "not_employed":
        return "joined" if came else "left"
    if reason == "long_leave":
        return "back" if came else "leave"
    return "ramped" if reason == "ramping" else "role"


# ----------------------------------------------------------------------------------------------- accounts


def _moved(way: Way) -> tuple[AccountCause, ...]:
    """Return what each account did since the statement's day, of all kinds together."""
    first, last = _span(way)
    day = Month.of(way.closed.as_of)
    kinds: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for reader, until, sign in ((way.now, last, 1), (way.closed, day, -1)):
        for account, kind, amount in _moves(reader, first, until):
            kinds[account][kind] += sign * amount
    return _largest(kinds)


def _moves(reader: Reader, first: Month, last: Month) -> Iterator[tuple[str, str, int]]:
    moves = converted_moves(reader, reader.policy.revenue.grain)
    asked = moves.filter(moves.month >= first.ordinal, moves.month <= last.ordinal, moves.kind != "none")
    sums = asked.group_by("account_id", "kind").aggregate(amount=exact_sum(asked.delta))
    for row in reader.collect(sums).rows():
        yield str(row["account_id"]), str(row["kind"]), int(row["amount"])  # type: ignore[call-overload]


def _restated(way: Way) -> tuple[AccountCause, ...]:
    """Return the accounts that are worth something else on the statement's own day."""
    if way.ruled is None:
        return ()
    changed: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for reader, sign in ((way.closed, 1), (way.ruled, -1)):
        leaves = converted_balances(reader)
        of_day = leaves.filter(leaves.month == Month.of(reader.as_of).ordinal)
        for row in reader.collect(of_day.select("account_id", "closing")).rows():
            changed[str(row["account_id"])]["restated"] += sign * int(row["closing"])  # type: ignore[call-overload]
    return _largest(changed)


def _largest(kinds: Mapping[str, Mapping[str, int]]) -> tuple[AccountCause, ...]:
    found = [
        AccountCause(account, max(of, key=lambda kind: abs(of[kind])), sum(of.values()))
        for account, of in kinds.items()
        if sum(of.values())
    ]
    return tuple(sorted(found, key=lambda each: (-abs(each.arr), each.account_id)))


def _months(way: Way) -> tuple[tuple[Month, int], ...]:
    """Return the months up to the statement whose ARR is another now, and by how much, the latest first."""
    if way.ruled is None:
        return ()
    before = {row.month: row.arr for row in ratios(way.ruled)}
    changed = [
        (row.month, row.arr - before[row.month])
        for row in ratios(way.closed)
        if row.arr != before.get(row.month, row.arr)
    ]
    return tuple(reversed(changed))
