"""What a test knows to be there, though a result may lack it."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


def known(value: T | None) -> T:
    """Return a value that is not None; fail where it is."""
    assert value is not None
    return value
