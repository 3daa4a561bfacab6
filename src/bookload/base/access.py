"""Rights, the roles that hold them, and what stays hidden without them.

Rows come only through a workspace's `collect`, which asks here. Pay is guarded twice:
`pay_person` opens single salaries, `pay_group` only sums over five people or more, rounded
to 1,000 and never such that several of them together give one person away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Literal, TypeVar

from bookload.base.errors import AccessDeniedError, unknown
from bookload.base.money import MICROS, SHARE_ONE, half_away

SMALLEST_GROUP = 5
GROUP_ROUNDING = 1_000
_STEP = GROUP_ROUNDING * MICROS

Key = TypeVar("Key", bound=Hashable)
Unknown = tuple[str, int]
"""Somebody's pay as it is for a time: the person and the amount."""


class Right(StrEnum):
    """What a reader may see beyond the figures that everybody sees."""

    ALL_ROWS = "all_rows"
    TEAM_ROWS = "team_rows"
    PAY_PERSON = "pay_person"
    PAY_GROUP = "pay_group"
    TIME_PERSON = "time_person"
    PERSON_NAMES = "person_names"


ROLES: Mapping[str, frozenset[Right]] = MappingProxyType(
    {
        "owner": frozenset(Right),
        "finance": frozenset({Right.ALL_ROWS, Right.PAY_PERSON, Right.PAY_GROUP, Right.PERSON_NAMES}),
        "head": frozenset({Right.ALL_ROWS, Right.PAY_GROUP, Right.TIME_PERSON, Right.PERSON_NAMES}),
        "operations": frozenset({Right.ALL_ROWS, Right.TIME_PERSON, Right.PERSON_NAMES}),
        "admin": frozenset({Right.ALL_ROWS, Right.PERSON_NAMES}),
        "manager": frozenset({Right.TEAM_ROWS, Right.PERSON_NAMES, Right.TIME_PERSON}),
        "csm": frozenset({Right.PERSON_NAMES, Right.TIME_PERSON}),
        "board": frozenset({Right.ALL_ROWS, Right.PAY_GROUP}),
    }
)
"""Rights of each role. On the command line the owner of the files has them all."""


@dataclass(frozen=True)
class Access:
    """Who is reading: a role, its rights, and the person whose own book it is where rows are limited.

    `team` are those who report to that person, however many steps below, for a reader with `team_rows`; a
    workspace tells it. `chosen` narrows what is asked, whatever the rights, to the accounts that have all
    of these values, by name; see `workspace.chosen`.
    """

    role: str = "owner"
    rights: frozenset[Right] = ROLES["owner"]
    person_id: str | None = None
    team: frozenset[str] | None = None
    chosen: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, role: str, person_id: str | None = None) -> Access:
        """Return the access of a role; a csm or manager needs the `person_id` whose book or team it sees."""
        if role not in ROLES:
            raise unknown("role", role, ROLES)
        rights = ROLES[role]
        if Right.ALL_ROWS not in rights and person_id is None:
            whose = "the books of one team" if Right.TEAM_ROWS in rights else "one person's book"
            message = f"role '{role}' sees {whose} only; say whose, as {role}:PERSON_ID"
            raise AccessDeniedError(message)
        return cls(role, rights, person_id)

    def allows(self, right: Right) -> bool:
        """Return whether the reader has a right."""
        return right in self.rights

    @property
    def sees_all_rows(self) -> bool:
        """Whether every account may be seen."""
        return Right.ALL_ROWS in self.rights

    @property
    def people(self) -> frozenset[str]:
        """Those whose books a reader of few rows may see: themselves, and their team."""
        own = frozenset() if self.person_id is None else frozenset({self.person_id})
        return own | (self.team or frozenset())

    def choosing(self, chosen: tuple[tuple[str, str], ...]) -> Access:
        """Return who asks of some accounts alone what they may see.

        Sums over groups that come from pay are told of all accounts or of none: the same people beside
        accounts of one's own choosing could be set against each other until one of them is left.
        """
        if not chosen:
            return replace(self, chosen=())
        sums = frozenset() if Right.PAY_PERSON in self.rights else frozenset({Right.PAY_GROUP})
        return replace(self, rights=self.rights - sums, chosen=chosen)

    def demand(self, needed: Iterable[Right], what: str) -> None:
        """Raise `AccessDeniedError` if any right is missing."""
        missing = sorted(set(needed) - self.rights)
        if missing:
            message = (
                f"{what} needs the right to {', '.join(missing)}, which role '{self.role}' does not have"
            )
            raise AccessDeniedError(message)


def needs(*rights: Right) -> Mapping[str, frozenset[Right]]:
    """Return the metadata that marks a dataclass field as hidden without these rights."""
    return MappingProxyType({"needs": frozenset(rights)})


class Ledger:
    """What was shown so far: the cell of each unknown and its weight in it; see `series` for the rule."""

    def __init__(self) -> None:
        """Begin with nothing shown."""
        self._cells: dict[Unknown, tuple[int, int]] = {}

    def admits(self, weights: Mapping[Unknown, int]) -> bool:
        """Return whether a figure may be shown beside those before it, and if so remember it."""
        if not weights:
            return False
        split: dict[tuple[int, Fraction], list[tuple[Unknown, int]]] = defaultdict(list)
        for unknown_pay, (cell, before) in self._cells.items():
            split[cell, Fraction(weights.get(unknown_pay, 0), before)].append((unknown_pay, before))
        for unknown_pay in weights.keys() - self._cells.keys():
            split[-1, Fraction(1)].append((unknown_pay, weights[unknown_pay]))
        if not all(_hides([weight for _, weight in cell]) for cell in split.values()):
            return False
        self._cells = {
            unknown_pay: (number, weight)
            for number, cell in enumerate(split.values())
            for unknown_pay, weight in cell
        }
        return True


Use = Literal["alone", "published", "withheld"]


@dataclass(frozen=True)
class Sealed:
    """Amounts of single people that may be summed but, without `pay_person`, not looked at.

    `_amounts` maps a person to (weight, amount); weights are x 10^4, amounts whole numbers (micros).
    Somebody of weight 0 is not in the group. One figure *alone* needs five people or more, none of
    them half of it. Figures that are shown beside others, of other dates or other groups, have to go
    through `series` first: two harmless figures may differ by one person's pay.
    """

    access: Access
    _amounts: Mapping[str, tuple[int, int]] = field(repr=False)
    _use: Use = "alone"

    def of(self, people: Iterable[str]) -> Sealed:
        """Return the same for some of the people, as a figure that is alone again."""
        return replace(self, _amounts=self._among(people), _use="alone")

    def weighted_mean(self, people: Iterable[str] | None = None) -> tuple[int, int] | None:
        """Return (numerator, denominator) of the weighted mean in micros, or None where it is hidden.

        With `pay_person` it is exact. With `pay_group` it is rounded to 1,000 units and needs a group
        that gives nobody away. Without either, and for nobody, None. `people` chooses some; of a figure
        that came from `series` only `pay_person` may choose.
        """
        group = self._answerable(people)
        if group is None:
            return None
        total, weight = _sum(group), sum(weight for weight, _ in group.values())
        if self.access.allows(Right.PAY_PERSON):
            return total, weight
        return half_away(total, weight * _STEP) * _STEP, 1

    def total(self, people: Iterable[str] | None = None) -> int | None:
        """Return the weighted sum (weights x 10^-4) in micros, by the rules of `weighted_mean`."""
        group = self._answerable(people)
        if group is None:
            return None
        if self.access.allows(Right.PAY_PERSON):
            return half_away(_sum(group), SHARE_ONE)
        return half_away(_sum(group), SHARE_ONE * _STEP) * _STEP

    @property
    def shown(self) -> bool:
        """Whether the reader gets a figure."""
        return self._answerable(None) is not None

    def entered(self, ledger: Ledger) -> Sealed:
        """Return the figure as it may be shown beside those that the ledger holds; then it holds it too."""
        weights = {(person, amount): weight for person, (weight, amount) in self._group.items()}
        return replace(self, _use="published" if ledger.admits(weights) else "withheld")

    @property
    def _group(self) -> dict[str, tuple[int, int]]:
        return self._among(self._amounts)

    def _answerable(self, people: Iterable[str] | None) -> Mapping[str, tuple[int, int]] | None:
        """Return the group that the reader may know the sum of, None where there is none."""
        group = self._among(self._amounts if people is None else people)
        if not group:
            return None
        if self.access.allows(Right.PAY_PERSON):
            return group
        if not self.access.allows(Right.PAY_GROUP) or self._use == "withheld":
            return None
        if self._use == "published":
            return group if group == self._group else None
        return group if _hides([weight for weight, _ in group.values()]) else None

    def _among(self, people: Iterable[str]) -> dict[str, tuple[int, int]]:
        found = {person: self._amounts[person] for person in people if person in self._amounts}
        return {person: (weight, amount) for person, (weight, amount) in found.items() if weight}


def series(figures: Mapping[Key, Sealed]) -> dict[Key, Sealed]:
    """Return the same figures for showing beside one another, those that would give somebody away withheld.

    Give **all** figures of one kind (base, or OTE) that a reader could ever ask for, oldest first and,
    within a date, the widest group first: every month end from the first that the data knows, for the
    company and for each group. What is decided of a figure depends on those before it alone, so a new
    month never changes what was shown, and asking for each date on its own gains nothing.

    The rule. What can be computed from figures is their sums and differences with any factors. The pay
    of two people has the same part in each of these if their weights in the figures shown are the same
    up to a factor; call such people a *cell*. A figure is shown only if afterwards every cell has five
    people or more, none of whom is more than half of it. Then whatever is computed holds the pay of none
    or of at least five. It is withheld if one to four people joined, left, or changed weight or pay since a
    figure shown before; and so is the group that a wider one and its other parts would give away.
    A person's pay before and after a change counts as two: only such changes of five or more show.

    Not covered: what a reader knows otherwise, such as their own pay or that all rises were 3%.
    """
    ledger = Ledger()
    return {key: figure.entered(ledger) for key, figure in figures.items()}


def _hides(weights: Sequence[int]) -> bool:
    """Return whether a sum with these weights gives nobody away: five or more, none over half of it."""
    return len(weights) >= SMALLEST_GROUP and 2 * max(weights) <= sum(weights)


def _sum(group: Mapping[str, tuple[int, int]]) -> int:
    return sum(weight * amount for weight, amount in group.values())
