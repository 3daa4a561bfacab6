"""Which engine a workspace's policy asks for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from bookload.base.errors import UsageError
from bookload.data.engine.address import without_password

if TYPE_CHECKING:
    from collections.abc import Callable

    from bookload.data.engine.interface import Engine

ENGINES = {
    "duckdb": ("duck", "DuckDB", ""),
    "postgres": ("postgres", "PostgreSQL", "bookload[postgres]"),
    "postgresql": ("postgres", "PostgreSQL", "bookload[postgres]"),
    "spark": ("spark", "Spark", "bookload[spark]"),
}
"""Engines by the scheme of their URL: module, class, what has to be installed. One more is one more entry.

They are imported when asked for: who uses DuckDB needs no other driver, and does not wait for one.
"""


def connect(url: str = "duckdb://") -> Engine:
    """Return the engine that a URL names.

    Raises `UsageError` for a scheme that has none, or whose driver is not installed, and
    `WorkspaceError` where the database cannot be reached. No message holds a password.
    """
    scheme = url.partition("://")[0]
    if scheme not in ENGINES or "://" not in url:
        allowed = ", ".join(f"{name}://" for name in sorted(ENGINES))
        message = f"no engine for '{without_password(url)}'; allowed: {allowed}"
        raise UsageError(message)
    module, name, package = ENGINES[scheme]
    try:
        engine = getattr(import_module(f"bookload.data.engine.{module}"), name)
    except ModuleNotFoundError as error:
        if not package or (error.name or "").startswith("bookload"):
            raise
        message = f"{scheme}:// needs a driver that is not installed: `pip install '{package}'`"
        raise UsageError(message) from error
    return cast("Callable[[str], Engine]", engine)(url)
