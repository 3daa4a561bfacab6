"""What an expression is made of, found by one walk for all who ask: to walk it takes as long as to run it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ibis.common.graph import Graph

if TYPE_CHECKING:
    import ibis.expr.operations as ops

FOUND_OUT = 1_024
"""Of how many expressions is kept what was found out of them: as many as are kept themselves."""


@lru_cache(maxsize=64)
def nodes(root: ops.Node) -> Graph:
    """Return every node of an expression once, the root first, each with what it is made of."""
    return Graph.from_bfs(root)
