"""Computing a thing once: building an expression takes longer than running it over a small company.

What reads rows is kept for the facts of a reader; what only builds expressions of others, for everybody.
"""

from __future__ import annotations

from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

import ibis.expr.operations as ops
import ibis.expr.types as ir

from bookload.data.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

Rest = ParamSpec("Rest")
Result = TypeVar("Result")


def once(
    function: Callable[Concatenate[Reader, Rest], Result],
) -> Callable[Concatenate[Reader, Rest], Result]:
    """Keep a function's results for as long as the reader's facts live, which never change.

    The function does not read the journey. Further arguments are hashable.
    """
    return _kept(function, lambda _: None)


def once_along(
    function: Callable[Concatenate[Reader, Rest], Result],
) -> Callable[Concatenate[Reader, Rest], Result]:
    """Keep a function's results as `once` does, for each journey that readers of the facts look along."""
    return _kept(function, lambda reader: reader.journey)


def _kept(
    function: Callable[Concatenate[Reader, Rest], Result], depends_on: Callable[[Reader], object]
) -> Callable[Concatenate[Reader, Rest], Result]:
    kept: WeakKeyDictionary[object, dict[object, tuple[object, Result]]] = WeakKeyDictionary()

    @wraps(function)
    def remembered(reader: Reader, /, *rest: Rest.args, **named: Rest.kwargs) -> Result:
        results = kept.setdefault(reader.facts, {})
        of = depends_on(reader)
        key = (id(of), rest, tuple(sorted(named.items())))
        if key not in results:
            # What it is of is kept beside it, so that nothing else ever has its id.
            results[key] = (of, function(reader, *rest, **named))
        return results[key][1]

    return remembered


def built_once(function: Callable[Rest, ir.Table]) -> Callable[Rest, ir.Table]:
    """Keep the expressions that a function builds of others, for every reader that asks for the same.

    The function reads no rows, and its arguments are expressions or hashable. Those are the same that are
    built the same way, of whichever company; the ones that were asked for last are kept.
    """

    @wraps(function)
    def remembered(*rest: Rest.args, **named: Rest.kwargs) -> ir.Table:
        given = tuple(_node(each) for each in rest)
        return _built(function, given, tuple((name, _node(each)) for name, each in named.items()))

    return remembered


_KEPT = 1_024
"""How many expressions are kept: all that a dozen companies ask, under policies of their own."""


@lru_cache(maxsize=_KEPT)
def _built(
    function: Callable[..., ir.Table], given: tuple[Hashable, ...], named: tuple[tuple[str, Hashable], ...]
) -> ir.Table:
    return function(*map(_expression, given), **{name: _expression(each) for name, each in named})


def _node(argument: object) -> Hashable:
    """Return what an argument is told by: expressions compare to columns, their nodes to one another."""
    return argument.op() if isinstance(argument, ir.Expr) else argument


def _expression(argument: Hashable) -> object:
    return argument.to_expr() if isinstance(argument, ops.Node) else argument
