"""Which engine a workspace's policy asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.base.errors import UsageError
from bookload.data.engine.duck import DuckDB

if TYPE_CHECKING:
    from bookload.data.engine.interface import Engine

ENGINES = {"duckdb": DuckDB}
"""Engines by the scheme of their URL; one more engine is one more entry."""


def connect(url: str = "duckdb://") -> Engine:
    """Return the engine that a URL names; raise `UsageError` for a scheme that has none."""
    scheme = url.partition("://")[0]
    if scheme not in ENGINES:
        message = f"no engine for '{url}'; allowed: {', '.join(f'{name}://' for name in sorted(ENGINES))}"
        raise UsageError(message)
    return ENGINES[scheme]()
