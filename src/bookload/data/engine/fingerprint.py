"""What tells one expression from another, sooner than its SQL could be written."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import ibis.expr.operations as ops

from bookload.data.engine.nodes import nodes

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
    digests: dict[ops.Node, str] = {}

    def told(value: object) -> object:
        match value:
            case ops.Node():
                return digests[value]
            case tuple():
                return [told(each) for each in value]
            case frozenset():
                return sorted(value)
            case dict():
                return [(told(name), told(each)) for name, each in value.items()]
            case _:
                return value

    for node in nodes(expr.op()).toposort()[0]:
        arguments = dict(zip(node.__argnames__, node.__args__, strict=True))
        if isinstance(node, ops.relations.Reference):
            arguments["identifier"] = numbers.setdefault(node.identifier, len(numbers))
        if called and isinstance(node, ops.UnboundTable):
            arguments["name"] = called.get(node.name, node.name)
        said = f"{type(node).__name__}{[(name, told(value)) for name, value in arguments.items()]!r}"
        digests[node] = hashlib.blake2b(said.encode(), digest_size=8).hexdigest()
    return digests[expr.op()]
