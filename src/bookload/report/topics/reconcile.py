"""The bridge between two figures of one month: causes, and the rows behind each."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from bookload.base import money
from bookload.base.errors import unknown
from bookload.base.money import MONTHS_A_YEAR, QUANTA, half_away, minor_units, split_exactly
from bookload.report.terminal import Part, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.metrics.revenue.reconcile import Bridge, Cause
    from bookload.report.document import Document

MRR_PLACES = 6
ARR_PLACES = 22
SHOWN = 5
"""How many accounts a sentence names."""


def body(bridge: Bridge) -> Document:
    """Return the bridge with every cause's accounts and price periods, as texts that add up exactly."""
    amounts = _texts(bridge.measure, _places(bridge.measure), *_bridge(bridge))
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
        "difference": _text(bridge.after - bridge.before, bridge.measure),
        "accounts": [
            {
                "account_id": row.account_id,
                "before": parts[0],
                **{cause.step.cause: part for cause, part in zip(bridge.causes, parts[1:-1], strict=True)},
                "after": parts[-1],
            }
            for row in bridge.accounts
            for parts in [_texts(bridge.measure, _places(bridge.measure), row.before, row.parts, row.after)]
        ],
    }


def _cause(cause: Cause, amount: str, measure: str) -> Document:
    return {
        "cause": cause.step.cause,
        "switch": cause.step.switch,
        "before": _value(cause.step.before),
        "after": _value(cause.step.after),
        "amount": amount,
        "accounts": [
            {
                "account_id": part.account_id,
                "before": _text(part.before, measure),
                "after": _text(part.after, measure),
                "amount": _text(part.after - part.before, measure),
            }
            for part in cause.accounts
        ],
        "rows": [
            {
                "month": str(row.month),
                "account_id": row.account_id,
                "subscription_id": row.subscription_id or None,
                "line_id": row.line_id or None,
                "product": row.product or None,
                "plan": row.plan or None,
                "currency": row.currency,
                "start_date": row.start_date.isoformat(),
                "end_date": row.end_date.isoformat() if row.end_date else None,
                "before": _text(row.before, measure),
                "after": _text(row.after, measure),
            }
            for row in cause.periods
        ],
        "overlaps": [
            {
                "account_id": overlap.account_id,
                "amount": _text(overlap.amount, measure),
                "first": _text(overlap.first, measure),
                "last": _text(overlap.last, measure),
            }
            for overlap in cause.overlaps
        ],
    }


def tables(bridge: Bridge, currency: str, by: str | None = None, rows: str | None = None) -> list[Part]:
    """Return the bridge; by `account` also a line for each, with `rows` also all rows of a cause.

    Raises `UsageError` for a cause that the bridge has not.
    """
    places = minor_units(currency)
    first, *parts, last = _texts(bridge.measure, places, *_bridge(bridge))
    lines: list[list[str | None]] = [[bridge.names[0], _grouped(first), "", ""]]
    lines += [
        [f"  {cause.step.cause}", _grouped(part, signed=True), _accounts(cause), _change(cause)]
        for cause, part in zip(bridge.causes, parts, strict=True)
    ]
    lines.append([bridge.names[1], _grouped(last), "", ""])
    title = f"{bridge.measure.upper() if bridge.measure in ('mrr', 'arr') else bridge.measure}"
    title += f" of {bridge.month} from {bridge.names[0]} to {bridge.names[1]}, {currency}"
    shown: list[Part] = [table(title, ["", "amount", "accounts", ""], lines)]
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
        first, *parts, last = _texts(bridge.measure, places, row.before, row.parts, row.after)
        cells.append(
            [
                row.account_id,
                _grouped(first),
                *(_grouped(part, signed=True) for part in parts),
                _grouped(last),
            ]
        )
    columns = ["account", bridge.names[0], *(cause.step.cause for cause in bridge.causes), bridge.names[1]]
    return table("By account", columns, cells)


def _rows(bridge: Bridge, name: str, places: int) -> list[Part]:
    """Return the accounts and price periods of one cause."""
    found = {cause.step.cause: cause for cause in bridge.causes}
    if name not in found:
        raise unknown("cause", name, found or ["none, for no switch differs"])
    cause, shown = found[name], bridge.measure
    accounts = [
        [
            part.account_id,
            *(_grouped(_text(amount, shown, places)) for amount in (part.before, part.after)),
            _grouped(_text(part.after - part.before, shown, places), signed=True),
        ]
        for part in cause.accounts
    ]
    periods = [
        [
            str(row.month),
            row.account_id,
            row.subscription_id,
            row.product,
            str(row.start_date),
            str(row.end_date or "open"),
            *(_grouped(_text(amount, shown, places)) for amount in (row.before, row.after)),
        ]
        for row in cause.periods
    ]
    return [
        table(f"{name}: {_change(cause)}", ["account", "before", "after", "amount"], accounts),
        table(
            "its rows at the month's end",
            ["month", "account", "subscription", "product", "from", "until", "before", "after"],
            periods,
            text_columns=6,
        ),
    ]


def _accounts(cause: Cause) -> str:
    return f"{len(cause.accounts):,}"


def _change(cause: Cause) -> str:
    step = cause.step
    what = step.switch if step.status is None else f"status {step.status}"
    return f"{what}: {_value(step.before)} → {_value(step.after)}"


def _value(value: object) -> str:
    return " ".join(value) if isinstance(value, tuple) else str(value)


def _bridge(bridge: Bridge) -> tuple[int, Sequence[int], int]:
    return bridge.before, [cause.amount for cause in bridge.causes], bridge.after


def _places(measure: str) -> int:
    return ARR_PLACES if measure == "arr" else MRR_PLACES


def _texts(measure: str, places: int, before: int, parts: Sequence[int], after: int) -> list[str]:
    """Return amounts rounded to so many places; what rounding leaves over goes to the largest part."""
    first, *rounded, last = (_rounded(amount, measure, places) for amount in (before, *parts, after))
    if rounded:
        rounded = split_exactly(last - first, rounded)
    return [_decimal(amount, places) for amount in (first, *rounded, last)]


def _text(amount: int, measure: str, places: int | None = None) -> str:
    at = _places(measure) if places is None else places
    return _decimal(_rounded(amount, measure, at), at)


def _rounded(quanta: int, measure: str, places: int) -> int:
    over = 1 if measure == "arr" else MONTHS_A_YEAR
    return half_away(quanta * 10**places, QUANTA * over)


def _decimal(number: int, places: int) -> str:
    return money.exact_text(money.scaled(number, places), 2 if places == ARR_PLACES else places)


def _grouped(text: str, *, signed: bool = False) -> str:
    return f"{Decimal(text):+,f}" if signed else f"{Decimal(text):,f}"
