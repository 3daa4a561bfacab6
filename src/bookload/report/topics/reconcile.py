"""The bridge between two profiles' figures of one month: causes, and the rows behind each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.base.errors import unknown
from bookload.base.money import minor_units
from bookload.report.terminal import Part, table
from bookload.report.topics.bridged import (
    account_parts,
    behind,
    grouped,
    period_rows,
    places_of,
    text,
    texts,
    title_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.metrics.revenue.reconcile import Bridge, Cause
    from bookload.report.document import Document

SHOWN = 5
"""How many accounts a sentence names."""


def body(bridge: Bridge) -> Document:
    """Return the bridge with every cause's accounts and price periods, as texts that add up exactly."""
    amounts = texts(bridge.measure, places_of(bridge.measure), *_bridge(bridge))
    return {
        "month": str(bridge.month),
        "measure": bridge.measure,
        "from": bridge.names[0],
        "to": bridge.names[1],
        "before": amounts[0],
        "causes": [
            _cause(cause, amount, bridge.measure)
            for cause, amount in zip(bridge.causes, amounts[1:-1], strict=True)
        ],
        "after": amounts[-1],
        "difference": text(bridge.after - bridge.before, bridge.measure),
        "accounts": [
            {
                "account_id": row.account_id,
                "before": parts[0],
                **{cause.step.cause: part for cause, part in zip(bridge.causes, parts[1:-1], strict=True)},
                "after": parts[-1],
            }
            for row in bridge.accounts
            for parts in [texts(bridge.measure, places_of(bridge.measure), row.before, row.parts, row.after)]
        ],
    }


def _cause(cause: Cause, amount: str, measure: str) -> Document:
    return {
        "cause": cause.step.cause,
        "switch": cause.step.switch,
        "before": _value(cause.step.before),
        "after": _value(cause.step.after),
        "amount": amount,
        "accounts": account_parts(cause.accounts, measure),
        "rows": period_rows(cause.periods, measure),
        "overlaps": [
            {
                "account_id": overlap.account_id,
                "amount": text(overlap.amount, measure),
                "first": text(overlap.first, measure),
                "last": text(overlap.last, measure),
            }
            for overlap in cause.overlaps
        ],
    }


def tables(bridge: Bridge, currency: str, by: str | None = None, rows: str | None = None) -> list[Part]:
    """Return the bridge; by `account` also a line for each, with `rows` also all rows of a cause.

    Raises `UsageError` for a cause that the bridge has not.
    """
    places = minor_units(currency)
    first, *parts, last = texts(bridge.measure, places, *_bridge(bridge))
    lines: list[list[str | None]] = [[bridge.names[0], "", grouped(first), ""]]
    lines += [
        [f"  {cause.step.cause}", _change(cause), grouped(part, signed=True), f"{len(cause.accounts):,}"]
        for cause, part in zip(bridge.causes, parts, strict=True)
    ]
    lines.append([bridge.names[1], "", grouped(last), ""])
    title = f"{title_of(bridge.measure)} of {bridge.month} from {' to '.join(bridge.names)}, {currency}"
    shown: list[Part] = [table(title, ["", "", "amount", "accounts"], lines, text_columns=2)]
    shown += _remarks(bridge)
    if by == "account":
        shown.append(_by_account(bridge, places))
    if rows is not None:
        shown += _rows(bridge, rows, places)
    return shown


def _remarks(bridge: Bridge) -> list[Part]:
    if not bridge.causes:
        return ["The two set no switch otherwise: there is nothing to explain."]
    found: list[Part] = []
    if bridge.before == bridge.after and not bridge.accounts:
        found.append("No row of the month is counted otherwise: the difference is 0.")
    overlapping = {one.account_id for cause in bridge.causes for one in cause.overlaps}
    if overlapping:
        names = sorted(overlapping)
        some = ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")
        found.append(
            f"Causes overlap in {len(names)} accounts ({some}): there the order in which switches change "
            "matters; --json has each cause's amount if it were the first, and if it were the last."
        )
    return found


def _by_account(bridge: Bridge, places: int) -> Part:
    cells = []
    for row in bridge.accounts:
        first, *parts, last = texts(bridge.measure, places, row.before, row.parts, row.after)
        cells.append(
            [
                row.account_id,
                grouped(first),
                *(grouped(part, signed=True) for part in parts),
                grouped(last),
            ]
        )
    columns = ["account", bridge.names[0], *(cause.step.cause for cause in bridge.causes), bridge.names[1]]
    return table("By account", columns, cells)


def _rows(bridge: Bridge, name: str, places: int) -> list[Part]:
    """Return the accounts and price periods of one cause."""
    found = {cause.step.cause: cause for cause in bridge.causes}
    if name not in found:
        raise unknown("cause", name, found or ["none, for no switch differs"])
    cause = found[name]
    return behind(f"{name}: {_change(cause)}", cause.accounts, cause.periods, bridge.measure, places)


def _change(cause: Cause) -> str:
    step = cause.step
    what = step.switch if step.status is None else f"status {step.status}"
    return f"{what}: {_value(step.before)} → {_value(step.after)}"


def _value(value: object) -> str:
    return " ".join(value) if isinstance(value, tuple) else str(value)


def _bridge(bridge: Bridge) -> tuple[int, Sequence[int], int]:
    return bridge.before, [cause.amount for cause in bridge.causes], bridge.after
