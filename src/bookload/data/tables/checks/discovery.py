"""Finding the checks, and running them over all tables."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from bookload.base.errors import Finding
from bookload.data.tables.checks.given import BuiltInRate, Origins, Tables
from bookload.data.tables.titles import USUAL, Roles

if TYPE_CHECKING:
    import pyarrow as pa

PACKAGE = "bookload.data.tables.checks"
PREFIX = "check_for_"
EVERY_TABLE = "every_table"

BY_POLICY = frozenset({"unknown-role", "owner-who-does-not-count"})
"""The codes of findings that another policy answers, over the same rows."""


@dataclass(frozen=True)
class Check:
    """One problem that is looked for: the module's name is the table's, `code` that of its findings."""

    table: str
    code: str
    says: str
    look: Callable[[Tables], list[Finding]]


@cache
def all_checks() -> tuple[Check, ...]:
    """Return every check: those for every table first, then by table, each in the order of its module."""
    modules = [module.name for module in iter_modules(import_module(PACKAGE).__path__)]
    ordered = sorted(modules, key=lambda name: (name != EVERY_TABLE, name))
    return tuple(check for name in ordered for check in _checks_in(name))


def _checks_in(module: str) -> list[Check]:
    members = vars(import_module(f"{PACKAGE}.{module}")).items()
    return [
        Check(module, name.removeprefix(PREFIX).replace("_", "-"), inspect.getdoc(look) or "", look)
        for name, look in members
        if name.startswith(PREFIX)
    ]


def run(
    tables: Mapping[str, pa.Table],
    *,
    where: Mapping[str, Origins] | None = None,
    currency: str | None = None,
    rates: BuiltInRate | None = None,
    roles: Roles | None = None,
) -> tuple[Finding, ...]:
    """Return everything wrong, or worth knowing, about the rows; an `error` among it forbids writing.

    Tables are in their contracts' schemas. `where` tells where each row came from. `currency` and
    `rates` are the workspace's currency and the built-in rates, which given ones are compared with.
    `roles` are what the policy says of titles; without it, the defaults. Amounts of pay are in no finding.
    """
    given = Tables(tables, where or {}, currency=currency, rates=rates, roles=roles or USUAL)
    return tuple(finding for check in all_checks() for finding in check.look(given))
