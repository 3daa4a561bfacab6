"""Bookload: from billing rows to ARR per CSM and the heads that a customer success team needs.

    import bookload as bl
    ws = bl.open("acme")
    ws.report().arr

Names are resolved when they are first asked for (PEP 562), so that importing this costs nothing.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_WHERE = {
    "Access": "bookload.base.access",
    "Journey": "bookload.data.documents",
    "Policy": "bookload.data.documents",
    "Workspace": "bookload.workspace",
    "init": "bookload.workspace",
    "memory": "bookload.workspace",
    "open": "bookload.workspace",
}
__all__ = ["Access", "Journey", "Policy", "Workspace", "init", "memory", "open"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    """Return a name of the public API, importing its module now."""
    if name not in _WHERE:
        raise AttributeError(f"module 'bookload' has no attribute '{name}'")
    module = import_module(_WHERE[name])
    return getattr(module, "open_folder" if name == "open" else name)
