"""What is written plainly before it is compiled, so that SQL is short and has few steps."""

from __future__ import annotations

import ibis
import ibis.expr.operations as ops

from bookload.data.engine.exact import WHOLE, half_away


@ibis.udf.scalar.builtin(signature=((WHOLE, WHOLE), WHOLE))
def divide_half_away(numerator, denominator):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
    """Divide whole numbers, rounded half away from zero; the engine that asks for it defines it."""


def halved(node: ops.Node) -> ops.Node:
    """Return a `half_away` as `divide_half_away`, which means it, and all else as it is."""
    match node:
        case ops.ScalarUDF(args=(ops.Add(left=ops.Multiply(left=top)), ops.Multiply(left=bottom))):
            if node == half_away(top.to_expr(), bottom.to_expr()).op():
                return divide_half_away(top.to_expr(), bottom.to_expr()).op()
    return node


def selected(node: ops.Node) -> ops.Node:
    """Return a `drop` as the select of what stays, which means it, and all else as it is.

    Ibis gives a table that is used twice a name, once, if it ends with a select; one that ends with a
    `drop` it writes out wherever it is used, and all that it is made of with it.
    """
    if not isinstance(node, ops.DropColumns):
        return node
    parent = node.parent
    return ops.Project(parent, {name: ops.Field(parent, name) for name in node.schema.names})
