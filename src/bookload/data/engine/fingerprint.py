"""What tells one expression from another, sooner than its SQL could be written."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

import ibis.expr.operations as ops

from bookload.data.engine.nodes import FOUND_OUT, nodes

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis.expr.types as ir


def fingerprint(
    expr: ir.Table,
    called: Mapping[str, str] | None = None,
    dated: Mapping[date, date] | None = None,
) -> str:
    """Return a digest of an expression: the same for what is built the same way, in any process.

    Tables are told by their names, or by what they are `called`, days by themselves or by what stands for
    them (`dated`); all other nodes by their kind, their arguments and the digests of their children. Ibis
    numbers the references of joins by a count of the process; here they are numbered as they occur in the
    expression.
    """
    return _digest(expr.op(), tuple((called or {}).items()), tuple((dated or {}).items()))


@lru_cache(maxsize=FOUND_OUT)
def _digest(root: ops.Node, names: tuple[tuple[str, str], ...], days: tuple[tuple[date, date], ...]) -> str:
    called, dated = dict(names), dict(days)
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

    for node in nodes(root).toposort()[0]:
        arguments = dict(zip(node.__argnames__, node.__args__, strict=True))
        if isinstance(node, ops.relations.Reference):
            arguments["identifier"] = numbers.setdefault(node.identifier, len(numbers))
        if isinstance(node, ops.UnboundTable):
            arguments["name"] = called.get(node.name, node.name)
        if isinstance(node, ops.Literal) and type(node.value) is date:
            arguments["value"] = dated.get(node.value, node.value)
        said = f"{type(node).__name__}{[(name, told(value)) for name, value in arguments.items()]!r}"
        digests[node] = hashlib.blake2b(said.encode(), digest_size=8).hexdigest()
    return digests[root]
