"""A company held in memory: for notebooks, and for tests that need rows and nothing else."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa

from bookload.base.access import Access
from bookload.data.documents import Journey, Policy
from bookload.data.engine import connect
from bookload.data.tables import empty, table_names
from bookload.workspace.company import Company
from bookload.workspace.reading import Workspace
from bookload.workspace.rows import stored

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def memory(
    tables: Mapping[str, Sequence[Mapping[str, object]]],
    *,
    as_of: date,
    policy: Policy | None = None,
    journey: Journey | None = None,
    known_from: date | None = None,
    access: Access | None = None,
) -> Workspace:
    """Return a workspace over rows given as Python values.

    Amounts, shares and the like are numbers as people write them (text, int or Decimal; no
    floats), dates are dates, months `YYYY-MM`; columns left out take the contract's default.
    Raises `UsageError` for a table or column that no contract has.
    """
    sources: dict[str, pa.Table] = {name: empty(name) for name in table_names()}
    for name, rows in tables.items():
        sources[name] = stored(name, rows)
    company = Company(
        name="memory",
        policy=policy or Policy(),
        journey=journey or Journey(),
        sources=sources,
        snapshot=None,
        data_through=as_of,
        known_from=known_from,
        cache=None,
    )
    return Workspace(company, connect(), access or Access(), as_of)
