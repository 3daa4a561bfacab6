"""Where what one person can hold asks for more heads than the work: a line for each role and cap."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from bookload.report.figures import percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bookload.base.period import Month


SEEN = 0.1
"""The share of futures from which a line says so: below it, hardly a figure shown turns on it."""


class Held(Protocol):
    """A role in a month, and in what share of futures which cap asks for more than the work."""

    @property
    def month(self) -> Month:
        """The month."""
        ...

    @property
    def role(self) -> str:
        """The role."""
        ...

    @property
    def bound(self) -> float:
        """The share of futures in which a cap binds."""
        ...

    @property
    def bound_by(self) -> str | None:
        """The cap that binds in most of them; None where none does."""
        ...


def bound_lines(rows: Iterable[Held]) -> Iterator[str]:
    """Yield a line for each role and cap that binds in many futures: the months, and in how many."""
    found: dict[tuple[str, str], list[Held]] = {}
    for row in rows:
        if row.bound_by is not None and row.bound >= SEEN:
            found.setdefault((row.role, row.bound_by), []).append(row)
    for (role, cap), bound in found.items():
        months = sorted({str(each.month) for each in (bound[0], bound[-1])})
        yield (
            f"{role}: in {' to '.join(months)} the {cap} that one person can hold ask for more heads than "
            f"the work, in {_range([each.bound for each in bound])} of futures; hours asked are those of "
            "these heads then."
        )


def _range(shares: list[float]) -> str:
    low, high = (percent(Fraction(each), 0) for each in (min(shares), max(shares)))
    return str(low) if low == high else f"{low} to {high}"
