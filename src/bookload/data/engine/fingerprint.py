"""What tells one expression from another, sooner than its SQL could be written."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import ibis.expr.operations as ops

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis.expr.types as ir


def fingerprint(expr: ir.Table, called: Mapping[str, str] | None = None) -> str:
    """Return a digest of an expression: the same for what is built the same way, in any process.

    Tables are told by their names, or by what they are `called`; all other nodes by their kind, their
    arguments and the digests of their children. Ibis numbers the references of joins by a count of the
    process; here they are numbered as they occur in the expression.
    """
    numbers: dict[int, int] = {}

    def digest(node: ops.Node, _results: object, **arguments: object) -> str:
        if isinstance(node, ops.relations.Reference):
            arguments["identifier"] = numbers.setdefault(node.identifier, len(numbers))
        if called and isinstance(node, ops.UnboundTable):
            arguments["name"] = called.get(node.name, node.name)
        plain = [(name, sorted(of) if isinstance(of, frozenset) else of) for name, of in arguments.items()]
        told = f"{type(node).__name__}{plain!r}"
        return hashlib.blake2b(told.encode(), digest_size=8).hexdigest()

    root = expr.op()
    return str(root.map(digest)[root])
