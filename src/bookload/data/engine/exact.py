"""What keeps expressions exact on every engine: the operations allowed, and a check that rejects the rest.

Ibis types decimal division as float, engines differ in the scale of products, and
`row_number` over ties differs between runs. So expressions add, subtract, compare and
multiply whole numbers; they divide through `half_away` alone.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops

from bookload.base.errors import InexactExpressionError
from bookload.data.engine.nodes import FOUND_OUT, nodes

if TYPE_CHECKING:
    from collections.abc import Iterable

    import ibis.expr.types as ir

WHOLE = dt.Decimal(38, 0)
"""The type of money in expressions: a whole number of up to 38 digits."""

_REJECTED = (
    # what divides, or gives a float
    ops.Divide,
    ops.FloorDivide,
    ops.Modulus,
    ops.Mean,
    ops.Median,
    ops.ApproxMedian,
    ops.Quantile,
    ops.MultiQuantile,
    ops.ApproxQuantile,
    ops.Variance,
    ops.StandardDev,
    ops.Kurtosis,
    ops.Correlation,
    ops.Covariance,
    ops.Round,
    ops.Ceil,
    ops.Floor,
    ops.Power,
    ops.Sqrt,
    ops.Exp,
    ops.Log,
    ops.Ln,
    # what estimates
    ops.ApproxCountDistinct,
    ops.ApproxMultiQuantile,
    # clocks and chance
    ops.RandomScalar,
    ops.RandomUUID,
    ops.TimestampNow,
    ops.DateNow,
    ops.Sample,
    # what picks, or joins, by an order that no engine promises, or hashes as each engine likes
    ops.First,
    ops.Last,
    ops.Arbitrary,
    ops.Mode,
    ops.ArgMax,
    ops.ArgMin,
    ops.ArrayCollect,
    ops.GroupConcat,
    ops.Hash,
    # what nobody can look into
    ops.AggUDF,
    ops.ElementWiseVectorizedUDF,
    ops.AnalyticVectorizedUDF,
    ops.ReductionVectorizedUDF,
    ops.SQLQueryResult,
    ops.SQLStringView,
)


@ibis.udf.scalar.builtin(signature=((WHOLE, WHOLE), WHOLE))
def integer_divide(numerator, denominator):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
    """Divide whole numbers towards zero; each engine defines it without floats."""


def whole(column: ir.Value | int) -> ir.DecimalValue:
    """Return a whole number as the type of money in expressions."""
    if isinstance(column, int):
        return ibis.literal(Decimal(column), type=WHOLE)
    return column.cast(WHOLE)


def exact_sum(column: ir.Value) -> ir.DecimalScalar:
    """Return the sum of whole numbers, itself whole (an engine's own sum changes the type)."""
    return whole(column).sum().cast(WHOLE)


def half_away(numerator: ir.Value, denominator: ir.Value | int) -> ir.DecimalValue:
    """Return numerator / denominator rounded half away from zero, as a whole number; denominator > 0."""
    top, bottom = whole(numerator), whole(denominator)
    # Division is towards zero; each argument is written as seldom as can be, for SQL repeats it.
    half = ibis.cases((top < whole(0), -bottom), else_=bottom)
    return integer_divide(top * whole(2) + half, bottom * whole(2))


def check_exact(expr: ir.Table) -> None:
    """Raise `InexactExpressionError`, naming the operation, unless the expression is exact.

    Rejected: division, rounding, means, quantiles, floats, clocks and chance, arbitrary picks,
    functions that are not ours, money with a scale, and windows and limits whose order could have ties.
    """
    _check_exact(expr.op())


@lru_cache(maxsize=FOUND_OUT)
def _check_exact(root: ops.Node) -> None:
    """Look through an expression that was not found exact before; what is unique once remains so."""
    for node, parts in nodes(root).items():
        if isinstance(node, _REJECTED):
            _reject(type(node).__name__, "use whole numbers and engine.half_away")
        if isinstance(node, ops.ScalarUDF) and node.__func_name__ != integer_divide.__name__:
            _reject(f"function {node.__func_name__}", "no engine but one may have it; use Ibis' operations")
        if isinstance(node, ops.Limit):
            _check_limit(node)
        if isinstance(node, ops.Value):
            _check_type(node)
        if isinstance(node, ops.WindowFunction):
            _check_window(node)
        _check_sums(node, parts)


def _check_type(node: ops.Value) -> None:
    if node.dtype.is_floating():
        _reject(f"{type(node).__name__} of type {node.dtype}", "keep facts as whole numbers")
    if node.dtype.is_decimal() and node.dtype.scale != 0 and not _is_sum(node):
        _reject(f"{type(node).__name__} of type {node.dtype}", "money is a decimal of scale 0")


def _check_sums(node: ops.Node, parts: Iterable[ops.Node]) -> None:
    """Refuse a bare sum of money: Ibis types it with two decimals, so a cast back has to follow."""
    if isinstance(node, (ops.Cast, ops.WindowFunction)):
        return
    for value in parts:
        if _is_sum(value) and value.dtype.is_decimal() and value.dtype.scale != 0:
            _reject(
                "Sum of money without a cast back", "sum it with engine.exact_sum, or cast to engine.WHOLE"
            )


def _is_sum(node: ops.Node) -> bool:
    return isinstance(node.func if isinstance(node, ops.WindowFunction) else node, ops.Sum)


def _check_window(node: ops.WindowFunction) -> None:
    ordered = (
        isinstance(node.func, (ops.Sum, ops.Max, ops.Min, ops.Count, ops.CountStar))
        and node.start is None
        and node.end is None
    )
    if not node.order_by:
        if not ordered:
            _reject(f"{type(node.func).__name__} over a window without an order", "order it by a key")
        return
    used = _columns((*node.group_by, *node.order_by))
    relations = [relation for relation in node.relations if isinstance(relation, ops.Relation)]
    if not any(key and key <= used for relation in relations for key in _keys(relation)):
        _reject(
            f"{type(node.func).__name__} over a window ordered by {', '.join(sorted(used)) or 'nothing'}",
            "partition and order must hold a key of the rows, or ties fall differently on each engine",
        )


def _check_limit(node: ops.Limit) -> None:
    sort = node.parent
    used = _columns(sort.keys) if isinstance(sort, ops.Sort) else set()
    if not any(key and key <= used for key in _keys(sort)):
        _reject(
            "Limit without a total order", "sort by a key of the rows first, or other rows stay each time"
        )


def _columns(values: Iterable[ops.Node]) -> set[str]:
    """Return the columns that stand for themselves; what is computed from one may tie where it does not."""
    bare = (value.arg if isinstance(value, ops.SortKey) else value for value in values)
    return {value.name for value in bare if isinstance(value, ops.Field)}


def _keys(relation: ops.Relation) -> list[frozenset[str]]:
    """Return sets of columns known to be unique in a relation: groups, `distinct`, or a declared key."""
    match relation:
        case ops.Aggregate():
            return [frozenset(relation.groups)]
        case ops.Distinct():
            return [frozenset(relation.schema.names), *_keys(relation.parent)]
        case ops.Filter() | ops.Sort() | ops.Limit():
            return _keys(relation.parent)
        case ops.Project():
            kept = {
                value.name: name
                for name, value in relation.values.items()
                if isinstance(value, ops.Field) and value.rel == relation.parent
            }
            return [
                frozenset(kept[column] for column in key)
                for key in _keys(relation.parent)
                if key <= kept.keys()
            ]
        case ops.UnboundTable():
            return UNIQUE.get(relation.name, [])
        case _:
            return []


UNIQUE: dict[str, list[frozenset[str]]] = {}
"""Unique columns of unbound tables, by name; contracts and cubes declare theirs here."""


def declare_unique(table: str, columns: frozenset[str]) -> None:
    """State that a set of columns is unique in an unbound table."""
    keys = UNIQUE.setdefault(table, [])
    if columns not in keys:
        keys.append(columns)


def _reject(what: str, remedy: str) -> None:
    message = f"not exact on every engine: {what}; {remedy}"
    raise InexactExpressionError(message)
