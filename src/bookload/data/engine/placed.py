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
from bookload.data.engine.plain import selected

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import ibis.expr.types as ir

    from bookload.data.engine.interface import Source

Names: TypeAlias = tuple[tuple[str, str], ...]
"""What each unbound table of an expression is called on the connection, sorted."""

Rewrite: TypeAlias = Callable[[ops.Node], ops.Node]
"""What a dialect says otherwise: a node, whose parts are rewritten already, for one that means the same."""


ibis.options.sql.fuse_selects = False
"""To merge selects takes Ibis as long as all else that it does; engines do it anyway."""


def tables_of(expr: ir.Table) -> list[ops.UnboundTable]:
    """Return the unbound tables that an expression reads, each once, by name."""
    found = {node.name: node for node in expr.op().find(ops.UnboundTable)}
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
    """What is to be compiled: equal for expressions that are built the same way, whoever builds them."""

    told: str
    dialect: str
    names: Names
    rewrite: Rewrite
    expr: ir.Table = field(compare=False)


def compiled(expr: ir.Table, dialect: str, names: Names, rewrite: Rewrite) -> str:
    """Return the SQL of an expression over tables of these names.

    Compiling one takes longer than running it over a small company, so it is kept.
    """
    return _compiled(_Asked(fingerprint(expr), dialect, names, rewrite, expr))


@lru_cache(maxsize=1024)
def _compiled(asked: _Asked) -> str:
    called = dict(asked.names)

    def placed(node: ops.Node, changed: Mapping[str, object] | None) -> ops.Node:
        if isinstance(node, ops.UnboundTable) and node.name in called:
            return ops.UnboundTable(name=called[node.name], schema=node.schema, namespace=ops.Namespace())
        return asked.rewrite(node.__recreate__(changed) if changed else node)

    compiler = getattr(compilers, asked.dialect).compiler
    written = compiler.to_sqlglot(selected(asked.expr.op()).replace(placed).to_expr())
    return str(written.sql(dialect=compiler.dialect, copy=False))


def listed(names: Iterable[tuple[str, str]]) -> Names:
    """Return names as `compiled` takes them."""
    return tuple(sorted(names))
