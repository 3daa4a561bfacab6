"""Computing a thing once for the facts of a reader: building an expression takes longer than running it."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from bookload.data.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Callable

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
