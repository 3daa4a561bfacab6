"""An example that somebody publishes: what it says, the company that it is about, the figures stated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from subscribed import Row, company

if TYPE_CHECKING:
    from bookload.workspace import Workspace

Stated = tuple[str, str, str]
"""What figure, of which month, and what it is, with as many decimals as are published."""


@dataclass(frozen=True)
class Example:
    """A published example and the company that reproduces it.

    `says` is what the source states, in our words. `states` are its figures, or, `by_rule`, what its
    rule comes to for a company of ours. Where Bookload comes to others, `explained` says why, and
    `ours` are those that it comes to.
    """

    name: str
    source: str
    address: str
    says: str
    rows: tuple[Row, ...]
    states: tuple[Stated, ...]
    profile: str = "bookload"
    switches: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    tables: Mapping[str, Sequence[Mapping[str, object]]] = field(default_factory=lambda: MappingProxyType({}))
    as_of: str = "2025-12-31"
    currency: str = "USD"
    by_rule: bool = False
    explained: str = ""
    ours: tuple[Stated, ...] = ()

    def company(self) -> Workspace:
        """The company under the profile of the source, with further switches where the example names some."""
        told = (self.rows, dict(self.tables), self.profile, dict(self.switches), self.as_of, self.currency)
        return _company(_Known(repr(told), self))


@dataclass(frozen=True)
class _Known:
    """An example by what its company is made of: several examples may be of one company."""

    made_of: str
    example: Example = field(compare=False)


@cache
def _company(known: _Known) -> Workspace:
    example = known.example
    return company(
        *example.rows,
        as_of=example.as_of,
        currency=example.currency,
        revenue={"profile": example.profile, **example.switches},
        **example.tables,  # type: ignore[arg-type]
    )
