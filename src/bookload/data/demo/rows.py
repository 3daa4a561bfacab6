"""How a row of the sample company is written: text under the contract's column names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

Row = Mapping[str, str]


def day_text(day: date | None) -> str:
    """Return a date as ISO 8601, empty for none."""
    return "" if day is None else day.isoformat()


def cents(amount: int) -> str:
    """Return whole cents as an amount with two decimals."""
    return f"{amount // 100}.{amount % 100:02d}"


def hundredths(number: int) -> str:
    """Return whole hundredths as the shortest decimal: 100 is `1`, 50 is `0.5`."""
    text = cents(number)
    return text.rstrip("0").rstrip(".")


def truth(flag: bool | None) -> str:  # noqa: FBT001 - it is the value that is written
    """Return `true`, `false`, or empty for unknown."""
    return "" if flag is None else str(flag).lower()
