"""What can be wrong in accounts: ids that are nearly the same, and families that go in a circle."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from bookload.data.tables.checks.columns import codes, mask, positions
from bookload.data.tables.checks.found import Problem, counted, findings, some
from bookload.data.tables.checks.references import unknown_ids

if TYPE_CHECKING:
    from bookload.base.errors import Finding
    from bookload.data.tables.checks.given import Tables

SHOWN_IN_A_CYCLE = 8


def check_for_accounts_alike(tables: Tables) -> list[Finding]:
    """Two accounts have ids that differ in case or in blanks around them alone (warning); never merged."""
    ids = tables["accounts"]["account_id"]
    alike = codes(pc.utf8_lower(pc.utf8_trim_whitespace(ids)))
    _, first, group = np.unique(alike, return_index=True, return_inverse=True)
    later = first[group] != np.arange(len(ids))
    exact = codes(ids)
    problem = Problem(
        code="accounts-alike",
        table="accounts",
        column="account_id",
        message=lambda row: f"differs from account '{ids[int(first[group[row]])]}' in case or blanks alone",
        remedy="If they are one account, give it one id in every table; they count as two now.",
        severity="warning",
    )
    return findings(tables, problem, later & (exact != exact[first[group]]))


def check_for_cycle_of_parents(tables: Tables) -> list[Finding]:
    """An account is its own parent, by way of others or none (error); each cycle is named once."""
    rows = tables["accounts"]
    parents = positions(rows["parent_account_id"], rows["account_id"])
    cycles = _cycles(parents)
    problem = Problem(
        code="cycle-of-parents",
        table="accounts",
        column="parent_account_id",
        message="",
        remedy="Remove the parent of one of them.",
    )
    found = []
    for cycle in cycles:
        names = [str(rows["account_id"][row]) for row in [*cycle, cycle[0]]]
        if len(names) > SHOWN_IN_A_CYCLE:
            names[SHOWN_IN_A_CYCLE - 2 : -1] = [f"({len(names) - SHOWN_IN_A_CYCLE + 1} more)"]
        message = f"the parents go in a circle: {' → '.join(names)}"
        found += findings(tables, replace(problem, message=message), [cycle[0]])
    return found


def check_for_unknown_parent(tables: Tables) -> list[Finding]:
    """The parent of an account is no account (warning): it has no family then."""
    problem = Problem(
        code="unknown-parent",
        table="accounts",
        column="parent_account_id",
        message="there is no account with this id to be the parent",
        remedy="Add the parent to accounts, or correct the id.",
        severity="warning",
    )
    return unknown_ids(tables, problem, tables["accounts"]["account_id"])


def check_for_country_not_of_two_letters(tables: Tables) -> list[Finding]:
    """The country of an account is not two letters (note): it stays as written and is grouped by that."""
    countries = tables["accounts"]["country"]
    odd = pc.invert(pc.match_substring_regex(pc.utf8_trim_whitespace(countries), r"^([A-Z]{2})?$"))
    names = sorted(set(pc.filter(countries, pc.fill_null(odd, fill_value=False)).to_pylist()))
    problem = Problem(
        code="country-not-of-two-letters",
        table="accounts",
        column="country",
        message=f"not a code of two letters: {some(names)}",
        remedy="Use ISO 3166 codes (DE, US) if countries are to be compared with the team's.",
        severity="note",
    )
    return counted(tables, problem, mask(odd))


def _cycles(parents: np.ndarray) -> list[list[int]]:
    """Return the cycles of a map from rows to rows (-1: none), each from its first row on."""
    size = len(parents)
    jump = np.append(parents, -1)  # the last entry is where -1 leads: nowhere
    for _ in range(size.bit_length()):  # after 2^k >= size steps only cycles are still somewhere
        jump = jump[jump]
    remaining = set(np.unique(jump[:size][jump[:size] >= 0]).tolist())
    cycles = []
    while remaining:
        cycle = [min(remaining)]
        while (following := int(parents[cycle[-1]])) != cycle[0]:
            cycle.append(following)
        remaining -= set(cycle)
        cycles.append(cycle)
    return cycles
