"""What the engines are asked: each expression that public functions send to a reader's engine."""

from __future__ import annotations

import importlib
import inspect
import itertools
import pkgutil
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType
from typing import Any

import ibis.expr.operations as ops
import ibis.expr.types as ir
import pyarrow as pa

from bookload.base.errors import DataError, MissingDataError, UsageError
from bookload.data.engine import Engine, Source
from bookload.data.tables import table_names, unbound
from bookload.metrics.books.shares import shares
from bookload.metrics.revenue import GROUPS, account_lines
from bookload.workspace import Workspace

PACKAGES = ("metrics.revenue", "metrics.books", "metrics.ratios", "metrics.effort", "planning.journey")


@dataclass(frozen=True)
class Asked:
    """One expression, the rows that it was asked of, and what DuckDB answers."""

    expr: ir.Table
    sources: Mapping[str, Source]
    answer: pa.Table


@dataclass
class Writing:
    """An engine that writes down what it is asked, each expression once."""

    engine: Engine
    name: str = "duckdb"
    asked: list[Asked] = field(default_factory=list)
    _seen: set[ops.Node] = field(default_factory=set)

    def run(self, expr: ir.Table, sources: Mapping[str, Source]) -> pa.Table:
        answer = self.engine.run(expr, sources)
        if expr.op() not in self._seen:
            self._seen.add(expr.op())
            used = {node.name: sources[node.name] for node in expr.op().find(ops.UnboundTable)}
            self.asked.append(Asked(expr, used, answer))
        return answer

    def sql(self, expr: ir.Table) -> str:
        return self.engine.sql(expr)

    def close(self) -> None:
        self.engine.close()


@dataclass(frozen=True)
class Function:
    """A public function that takes a reader."""

    name: str
    call: Callable[..., object]
    module: ModuleType

    @property
    def makes_a_table(self) -> bool:
        """Whether it returns an expression, which nothing has run yet."""
        return "ir.Table" in str(inspect.signature(self.call).return_annotation).split(" | ")

    @property
    def takes(self) -> list[str]:
        """What its parameters are annotated with."""
        return [str(each.annotation) for each in inspect.signature(self.call).parameters.values()]

    def calls(self, workspace: Workspace) -> Iterator[tuple[object, ...]]:
        """Yield the arguments of every call to make; raises `KeyError` for a parameter that is not known.

        What is given by name alone has its default.
        """
        every = inspect.signature(self.call).parameters.values()
        parameters = [each for each in every if each.kind is not inspect.Parameter.KEYWORD_ONLY]
        yield from itertools.product(*(self._values(parameter, workspace) for parameter in parameters))

    def _values(self, parameter: inspect.Parameter, workspace: Workspace) -> Sequence[object]:
        words = str(parameter.annotation)
        bare = words.removesuffix(" | None")
        if values := _words_of(bare, self.module):
            return values if bare == words else [None, *values]
        if parameter.kind is not inspect.Parameter.VAR_POSITIONAL and (
            parameter.default is not inspect.Parameter.empty
        ):
            return [parameter.default]
        return KNOWN[f"{parameter.name}: {words}"](workspace)


def _words_of(alias: str, module: ModuleType) -> tuple[str, ...]:
    """The words that a Literal of some name allows, by the module that uses it or the one that defines it."""
    for place in (module, *modules()):
        words = typing.get_args(vars(place).get(alias))
        if words and all(isinstance(word, str) for word in words):
            return words
    return ()


def _first_owner(workspace: Workspace) -> Sequence[object]:
    return [min(workspace.collect(unbound("ownership")).table["owner_id"].to_pylist())]


def _days(workspace: Workspace) -> Sequence[object]:
    """Rows as `shares_on` wants them: an account, a month, a day, and another to look at instead."""
    accounts = workspace.collect(unbound("accounts")).table["account_id"].to_pylist()[:40]
    day = pa.array([workspace.as_of] * len(accounts), pa.date32())
    rows = {"account_id": accounts, "month": [workspace.months[-1].ordinal] * len(accounts)}
    return [workspace.given("days", pa.table(rows | {"day": day, "instead": day}))]


def _runs(workspace: Workspace) -> Sequence[object]:
    """Rows as `over_months` wants them: what holds from a month to before another."""
    first, last = workspace.months[0].ordinal, workspace.months[-1].ordinal
    return [workspace.given("runs", pa.table({"from_month": [first, last], "to_month": [last, last + 1]}))]


def _before(workspace: Workspace) -> Sequence[object]:
    """Who carries what at the end of the month before."""
    held = shares(workspace)
    return [held.mutate(month=held.month + 1)]


KNOWN: Mapping[str, Callable[[Workspace], Sequence[object]]] = {
    "accounts: ir.Table": lambda workspace: [account_lines(workspace)],
    "before: ir.Table": _before,
    "held: ir.Table": lambda workspace: [shares(workspace)],
    "as_of: date": lambda workspace: [workspace.as_of],
    "day: date": lambda workspace: [workspace.as_of],
    "days: ir.Table": _days,
    "filled: Collection[str]": lambda _: [(), table_names()],
    "first: Month": lambda workspace: [workspace.months[0]],
    "kind: str": lambda _: sorted(GROUPS),
    "last: Month": lambda workspace: [workspace.months[-1]],
    "make: Callable[[Reader], ir.Table]": lambda _: [account_lines],
    "month: Month": lambda workspace: [workspace.months[-1]],
    "months: Month": lambda workspace: [workspace.months[-1]],
    "months: Sequence[Month]": lambda workspace: [workspace.months],
    "name: str": lambda _: ["lines_again"],
    "owner_id: str": _first_owner,
    "policy: Policy": lambda workspace: [workspace.policy],
    "reader: Reader": lambda workspace: [workspace],
    "rows: ir.Table": lambda workspace: [account_lines(workspace)],
    "runs: ir.Table": _runs,
    "span: int": lambda _: [1, 12],
    "unique: frozenset[str]": lambda _: [frozenset({"account_id", "month"})],
}
"""What to call functions with; a Literal gives all its words, what has a default that."""


def functions() -> list[Function]:
    """Return every public function of the packages that takes a reader, or makes a table out of no other."""
    found = []
    for module in modules():
        for name, call in vars(module).items():
            if name.startswith("_") or not inspect.isfunction(call) or call.__module__ != module.__name__:
                continue
            function = Function(f"{module.__name__.removeprefix('bookload.')}.{name}", call, module)
            whole = not any(kind.startswith(("ir.", "Sequence[ir.")) for kind in function.takes)
            if "Reader" in function.takes or (function.makes_a_table and whole):
                found.append(function)
    return sorted(found, key=lambda function: (not function.makes_a_table, function.name))


@cache
def modules() -> tuple[ModuleType, ...]:
    """The modules of the packages that there are."""
    found = []
    for name in PACKAGES:
        try:
            package = importlib.import_module(f"bookload.{name}")
        except ModuleNotFoundError:
            continue
        found.append(package)
        inside = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        found.extend(importlib.import_module(each.name) for each in inside)
    return tuple(found)


def ask(function: Function, workspace: Workspace) -> None:
    """Call a function in every way, and collect what it returns if that is an expression.

    Figures that this company does not have, or that nobody may ask so, are no matter here.
    """
    try:
        calls = list(function.calls(workspace))
    except KeyError:
        if function.makes_a_table:
            raise
        return
    for arguments in calls:
        try:
            returned: Any = function.call(*arguments)
        except (DataError, MissingDataError, UsageError):
            if function.makes_a_table:
                raise
            continue
        if isinstance(returned, ir.Table):
            workspace.collect(returned)
