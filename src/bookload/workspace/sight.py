"""What a reader may see of an expression: the columns it reveals, and the rows it is limited to.

*Fields*: the sensitivity of each contract's columns decides which rights an expression needs;
filters and sorts count as much as what is shown. Names are blanked out rather than refused.
*Rows*: every table that belongs to accounts or people is replaced by its semi-join with
what the reader may see, inside the expression, so nothing computed from it can leak more; and by its
semi-join with the accounts that they ask about, where those are not all.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import ibis
import ibis.expr.operations as ops

from bookload.base.access import Access, Right
from bookload.data.engine import FOUND_OUT, nodes
from bookload.data.tables import contract, table_names, unbound

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import ibis.expr.types as ir

    from bookload.data.engine import Engine, Source

RIGHT_OF = {"pay": Right.PAY_PERSON, "time": Right.TIME_PERSON}
"""The right that each sensitivity of a contract asks for; `person_names` is blanked out instead."""
MASKED = "person_names"

_OWN_ROWS = {"activities", "absences"}


def rights_needed(expr: ir.Table) -> frozenset[Right]:
    """Return the rights without which the expression may not be run."""
    return frozenset(RIGHT_OF[each] for each in _sensitivities(expr.op()) if each in RIGHT_OF)


def names_read(expr: ir.Table) -> bool:
    """Return whether the expression reads a name, which some readers of all rows see blank."""
    return MASKED in _sensitivities(expr.op())


@lru_cache(maxsize=FOUND_OUT)
def _sensitivities(root: ops.Node) -> frozenset[str]:
    """Return the sensitivities of all columns that an expression reads."""
    read = columns_read(root.to_expr())
    return frozenset(
        contract(table)[column].sensitivity for table, columns in read.items() for column in columns
    )


def columns_read(expr: ir.Table) -> dict[str, set[str]]:
    """Return the columns of each contract table that could reach the result or decide it.

    A table that is only projected counts the columns named; one that is filtered, joined, or
    taken whole counts them all.
    """
    root = expr.op()
    made_of = nodes(root)
    read: dict[str, set[str]] = {
        node.name: set(node.schema.names) if node is root else set()
        for node in made_of
        if isinstance(node, ops.UnboundTable) and node.name in table_names()
    }
    for node, parts in made_of.items():
        for part in parts:
            if not isinstance(part, ops.UnboundTable) or part.name not in read:
                continue
            if isinstance(node, ops.Field):
                read[part.name].add(node.name)
            elif not isinstance(node, ops.Project):
                read[part.name] |= set(part.schema.names)
    return read


def limited(expr: ir.Table, access: Access, as_of: date, chosen: ir.Table | None = None) -> ir.Table:
    """Return the expression over the rows, and with the names, that the reader may see.

    `chosen` are the accounts (account_id) that are asked about, None for all.
    """
    swaps = {}
    for node in nodes(expr.op()):
        if isinstance(node, ops.UnboundTable) and node.name in table_names():
            rows = _own(node.name, access, as_of)
            if chosen is not None:
                rows = _of_accounts(rows, node.name, chosen)
            seen = _masked(rows, node.name, access)
            if seen.op() is not node:
                swaps[node] = seen.op()
    return expr.op().replace(swaps).to_expr() if swaps else expr


def access_to(access: Access, engine: Engine, sources: Mapping[str, Source]) -> Access:
    """Return the same access with the reader's team, as the data knows it, where their books are to be seen.

    The team are those whose manager the reader is, and whose managers are in the team.
    """
    if access.sees_all_rows or not access.allows(Right.TEAM_ROWS) or access.team is not None:
        return access
    people = engine.run(unbound("people").select("person_id", "manager_id"), sources).to_pylist()
    team, reached = set[str](), set(access.people)
    while reached:
        reached = {row["person_id"] for row in people if row["manager_id"] in reached} - team
        team |= reached
    return replace(access, team=frozenset(team))


def visible_accounts(access: Access, as_of: date) -> ir.Table:
    """Return the accounts of the reader's own books on a day: owned by a person, or by a pool they are in."""
    people = sorted(access.people)
    ownership, pools = unbound("ownership"), unbound("pools")
    day = ibis.literal(as_of)
    after = ibis.literal(as_of + timedelta(days=1))
    mine = pools.filter(pools.person_id.isin(people), pools.from_date <= day, pools.to_date >= after)
    held = ownership.filter(ownership.start_date <= day, ownership.end_date >= after)
    by_person = held.filter(held.owner_id.isin(people)).select("account_id")
    by_pool = held.semi_join(mine, held.owner_id == mine.pool_id).select("account_id")
    return ibis.union(by_person, by_pool, distinct=True)


def _own(table: str, access: Access, as_of: date) -> ir.Table:
    rows = unbound(table)
    if access.sees_all_rows:
        return rows
    if table in _OWN_ROWS:
        return rows.filter(rows.person_id.isin(sorted(access.people)))
    return _of_accounts(rows, table, visible_accounts(access, as_of))


def _of_accounts(rows: ir.Table, table: str, accounts: ir.Table) -> ir.Table:
    """Return the rows of a table that belong to some accounts; all of one that belongs to none."""
    columns = {column.name: column.type for column in contract(table).columns}
    if columns.get("account_id") == "id":
        return rows.semi_join(accounts, "account_id")
    if "subscription_id" in columns:
        subscriptions = unbound("subscriptions")
        return rows.semi_join(subscriptions.semi_join(accounts, "account_id"), "subscription_id")
    return rows


def _masked(rows: ir.Table, table: str, access: Access) -> ir.Table:
    if access.allows(Right.PERSON_NAMES):
        return rows
    hidden = {column.name for column in contract(table).columns if column.sensitivity == MASKED}
    if not hidden:
        return rows
    return rows.select(
        **{name: ibis.null("string") if name in hidden else rows[name] for name in rows.columns},
    )
