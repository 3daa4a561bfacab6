"""Rights, the roles that hold them, and what stays hidden without them.

Rows come only through a workspace's `collect`, which asks here. Pay is guarded twice:
`pay_person` opens single salaries, `pay_group` only sums over five people or more, rounded
to 1,000 and never such that two of them give one person away.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from bookload.base.errors import AccessDeniedError, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SMALLEST_GROUP = 5
GROUP_ROUNDING = 1_000


class Right(StrEnum):
    """What a reader may see beyond the figures that everybody sees."""

    ALL_ROWS = "all_rows"
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
        "csm": frozenset({Right.PERSON_NAMES, Right.TIME_PERSON}),
        "board": frozenset({Right.ALL_ROWS, Right.PAY_GROUP}),
    }
)
"""Rights of each role. On the command line the owner of the files has them all."""


@dataclass(frozen=True)
class Access:
    """Who is reading: a role, its rights, and the person whose own book it is where rows are limited."""

    role: str = "owner"
    rights: frozenset[Right] = ROLES["owner"]
    person_id: str | None = None

    @classmethod
    def of(cls, role: str, person_id: str | None = None) -> Access:
        """Return the access of a role; a csm needs the `person_id` whose book it may see."""
        if role not in ROLES:
            raise unknown("role", role, ROLES)
        rights = ROLES[role]
        if Right.ALL_ROWS not in rights and person_id is None:
            message = f"role '{role}' sees one person's book only; say whose, as {role}:PERSON_ID"
            raise AccessDeniedError(message)
        return cls(role, rights, person_id)

    def allows(self, right: Right) -> bool:
        """Return whether the reader has a right."""
        return right in self.rights

    @property
    def sees_all_rows(self) -> bool:
        """Whether every account may be seen."""
        return Right.ALL_ROWS in self.rights

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


@dataclass(frozen=True)
class Sealed:
    """Amounts of single people that may be summed but, without `pay_person`, not looked at.

    `_amounts` maps a person to (weight, amount); weights are shares x 10^4, amounts whole numbers.
    """

    access: Access
    _amounts: Mapping[str, tuple[int, int]] = field(repr=False)

    def weighted_mean(self, people: Iterable[str] | None = None) -> tuple[int, int] | None:
        """Return (numerator, denominator) of the weighted mean over people, or None where it is hidden.

        With `pay_person` it is exact. With `pay_group` it needs five people or more and is
        rounded to 1,000 units (amounts are in micros). Without either, and for nobody, None.
        """
        chosen = [
            self._amounts[person]
            for person in (self._amounts if people is None else people)
            if person in self._amounts
        ]
        weight = sum(weight for weight, _ in chosen)
        if not weight or not self.access.rights & {Right.PAY_PERSON, Right.PAY_GROUP}:
            return None
        total = sum(weight * amount for weight, amount in chosen)
        if self.access.allows(Right.PAY_PERSON):
            return total, weight
        if len(chosen) < SMALLEST_GROUP:
            return None
        return _rounded(total, weight * GROUP_ROUNDING * 1_000_000) * GROUP_ROUNDING * 1_000_000, 1

    def total(self, people: Iterable[str] | None = None) -> int | None:
        """Return the weighted sum (weights x 10^-4), by the rules of `weighted_mean`."""
        chosen = [
            self._amounts[person]
            for person in (self._amounts if people is None else people)
            if person in self._amounts
        ]
        if not chosen or not self.access.rights & {Right.PAY_PERSON, Right.PAY_GROUP}:
            return None
        total = _rounded(sum(weight * amount for weight, amount in chosen), 10_000)
        if self.access.allows(Right.PAY_PERSON):
            return total
        if len(chosen) < SMALLEST_GROUP:
            return None
        step = GROUP_ROUNDING * 1_000_000
        return _rounded(total, step) * step


def _rounded(numerator: int, denominator: int) -> int:
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))
