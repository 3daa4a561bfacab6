"""An expression whose tables stand somewhere: under names of one connection, in one dialect of SQL."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import ibis
import ibis.expr.operations as ops
from ibis.backends.sql import compilers

from bookload.base.errors import MissingDataError
from bookload.data.engine.fingerprint import fingerprint
from bookload.data.engine.nodes import FOUND_OUT, nodes
from bookload.data.engine.plain import selected

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis.expr.types as ir

    from bookload.data.engine.interface import Source

Rewrite: TypeAlias = Callable[[ops.Node], ops.Node]
"""What a dialect says otherwise: a node, whose parts are rewritten already, for one that means the same."""


ibis.options.sql.fuse_selects = False
"""To merge selects takes Ibis as long as all else that it does; engines do it anyway."""


def tables_of(expr: ir.Table) -> list[ops.UnboundTable]:
    """Return the unbound tables that an expression reads, each once, by name."""
    found = {node.name: node for node in nodes(expr.op()) if isinstance(node, ops.UnboundTable)}
    return [found[name] for name in sorted(found)]


def source_of(name: str, sources: Mapping[str, Source]) -> Source:
    """Return where a table's rows are; raise `MissingDataError` with what to do where they are nowhere."""
    if name not in sources:
        message = (
            f"the table '{name}' is not in the snapshot; import it, or `bookload check` lists what is there"
        )
        raise MissingDataError(message)
    return sources[name]


_KEPT = 8_192
"""How many texts of SQL are kept: all that one company asks, over again under hundreds of policies."""

_written: dict[tuple[str, str, Rewrite], str] = {}


def compiled(expr: ir.Table, dialect: str, called: Mapping[str, str], rewrite: Rewrite) -> str:
    """Return the SQL of an expression over tables that are `called` otherwise than in it.

    Compiling one takes longer than running it over a small company, so the text is kept: it is the same for
    what is built the same way over tables that are called the same.
    """
    dated = _dated(expr)
    key = (fingerprint(expr, called, dated), dialect, rewrite)
    text = _written.get(key)
    if text is None:
        if len(_written) >= _KEPT:
            _written.clear()
        text = _written[key] = _compiled(expr, dialect, called, dated, rewrite)
    for day, instead in dated.items():
        text = text.replace(_said(instead), _said(day))
    return text


_INSTEAD = 20
"""How many days at most stand in a text for others; an expression of more says its own."""


def _dated(expr: ir.Table) -> dict[date, date]:
    """Return what stands in the kept text for each day of an expression: by their order, days of no calendar.

    So the text of another date is there already. Days stand for themselves where those instead might be taken
    for some of them, or a word of the expression for a day.
    """
    return _instead(expr.op())


@lru_cache(maxsize=FOUND_OUT)
def _instead(root: ops.Node) -> dict[date, date]:
    values = [node.value for node in nodes(root) if isinstance(node, ops.Literal)]
    days = dict.fromkeys(value for value in values if type(value) is date)
    early = any(day.year <= _INSTEAD for day in days)
    if len(days) > _INSTEAD or early or any(isinstance(value, str) and _SAID in value for value in values):
        return {}
    return {day: date(number, 2, 3) for number, day in enumerate(days, start=1)}


_SAID = "MAKE_DATE("


def _said(day: date) -> str:
    """Return a day as Ibis writes it, in each of the dialects."""
    return f"{_SAID}{day.year}, {day.month}, {day.day})"


def _compiled(
    expr: ir.Table,
    dialect: str,
    called: Mapping[str, str],
    dated: Mapping[date, date],
    rewrite: Rewrite,
) -> str:
    def placed(node: ops.Node, changed: Mapping[str, object] | None) -> ops.Node:
        if isinstance(node, ops.Literal) and type(node.value) is date:
            return ops.Literal(dated.get(node.value, node.value), dtype=node.dtype)
        if isinstance(node, ops.UnboundTable) and node.name in called:
            return ops.UnboundTable(name=called[node.name], schema=node.schema, namespace=ops.Namespace())
        return rewrite(selected(node.__recreate__(changed) if changed else node))

    compiler = getattr(compilers, dialect).compiler
    written = compiler.to_sqlglot(expr.op().replace(placed).to_expr())
    return str(written.sql(dialect=compiler.dialect, copy=False))
