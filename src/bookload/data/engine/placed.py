"""An expression whose tables stand somewhere: under names of one connection, in one dialect of SQL."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import ibis
import ibis.expr.operations as ops
from ibis.backends.sql import compilers

from bookload.base.errors import MissingDataError
from bookload.data.engine.fingerprint import fingerprint
from bookload.data.engine.nodes import nodes
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


@dataclass(frozen=True)
class _Asked:
    """What is to be compiled: equal for what is built the same way over tables that are called the same."""

    told: str
    dialect: str
    rewrite: Rewrite
    called: Mapping[str, str] = field(compare=False)
    expr: ir.Table = field(compare=False)


def compiled(expr: ir.Table, dialect: str, called: Mapping[str, str], rewrite: Rewrite) -> str:
    """Return the SQL of an expression over tables that are `called` otherwise than in it.

    Compiling one takes longer than running it over a small company, so it is kept.
    """
    return _compiled(_Asked(fingerprint(expr, called), dialect, rewrite, called, expr))


@lru_cache(maxsize=1024)
def _compiled(asked: _Asked) -> str:
    called = asked.called

    def placed(node: ops.Node, changed: Mapping[str, object] | None) -> ops.Node:
        if isinstance(node, ops.UnboundTable) and node.name in called:
            return ops.UnboundTable(name=called[node.name], schema=node.schema, namespace=ops.Namespace())
        return asked.rewrite(node.__recreate__(changed) if changed else node)

    compiler = getattr(compilers, asked.dialect).compiler
    written = compiler.to_sqlglot(selected(asked.expr.op()).replace(placed).to_expr())
    return str(written.sql(dialect=compiler.dialect, copy=False))
