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
    kept: WeakKeyDictionary[object, dict[object, Result]] = WeakKeyDictionary()

    @wraps(function)
    def remembered(reader: Reader, /, *rest: Rest.args, **named: Rest.kwargs) -> Result:
        results = kept.setdefault(reader.facts, {})
        key = (rest, tuple(sorted(named.items())))
        if key not in results:
            results[key] = function(reader, *rest, **named)
        return results[key]

    return remembered
