"""What is written plainly before it is compiled, so that SQL stays short."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis.expr.operations as ops

if TYPE_CHECKING:
    from collections.abc import Mapping


def selected(root: ops.Node) -> ops.Node:
    """Return an expression with each `drop` written as the select of what stays; it means the same.

    Ibis gives a table that is used twice a name, once, if it ends with a select; one that ends with a
    `drop` it writes out wherever it is used, and all that it is made of with it.
    """

    def plain(node: ops.Node, changed: Mapping[str, object] | None) -> ops.Node:
        new = node.__recreate__(changed) if changed else node
        if isinstance(new, ops.DropColumns):
            parent = new.parent
            return ops.Project(parent, {name: ops.Field(parent, name) for name in new.schema.names})
        return new

    return root.replace(plain)
