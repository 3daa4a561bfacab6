"""Tables that are imported and kept, and that no figure of this version uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bookload.base.errors import Finding
from bookload.data.tables.checks.found import Problem, counted

if TYPE_CHECKING:
    from bookload.data.tables.checks.given import Tables


def not_yet_used(tables: Tables, table: str, instead: str) -> list[Finding]:
    """Return one finding for all rows of a table, saying which rule holds instead."""
    problem = Problem(
        code="rows-not-yet-used",
        table=table,
        column=None,
        message=f"the rows of {table} are kept, but no figure of this version uses them: {instead}",
        remedy="Nothing to do; a later version will use them, and will say which figures it changes.",
        severity="warning",
    )
    return counted(tables, problem, np.arange(tables[table].num_rows))
