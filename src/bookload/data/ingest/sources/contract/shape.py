"""The shapes of the tables that no source of its own reads."""

from __future__ import annotations

from bookload.data.ingest.mapping.shape import Shape, contract_fields
from bookload.data.tables import contract

_WORDS: dict[str, tuple[str, ...]] = {
    "absences": (
        "absences",
        "absence",
        "leave",
        "leaves",
        "holidays",
        "vacation",
        "pto",
        "abwesenheiten",
        "urlaub",
    ),
    "account_attributes": ("account attributes",),
    "account_events": (
        "account events",
        "account history",
        "health",
        "health scores",
        "segment history",
        "lifecycle",
    ),
    "costs": ("costs", "cost", "expenses", "kosten", "tools"),
    "discounts": ("discounts", "discount", "coupons", "rabatte"),
    "fx_rates": ("fx rates", "fx", "rates", "exchange rates", "currency rates", "kurse"),
    "interventions": ("interventions", "campaigns", "treatments", "actions"),
    "invoice_lines": ("invoice lines", "invoices", "invoice", "rechnungen", "billing"),
    "pay": ("pay", "salaries", "salary", "compensation", "ote", "gehalt", "payroll"),
    "pools": ("pools", "pool", "queues"),
    "positions": ("positions", "roles", "job history", "position history", "stellen"),
}
_NOT_NEEDED = frozenset({"currency"})
"""Required of a row, but filled with the workspace's where a sheet has none, and said so."""
_NEEDED = frozenset({("account_attributes", "value")})
_INSTEAD = {("pay", "base"): (("base",), ("ote",)), ("pay", "ote"): (("base",), ("ote",))}


def shapes() -> tuple[Shape, ...]:
    """Return one shape a table; what its contract requires, a sheet has to have."""
    return tuple(_shape(table, words) for table, words in _WORDS.items())


def _shape(table: str, words: tuple[str, ...]) -> Shape:
    required = [
        column.name
        for column in contract(table).columns
        if (column.required or (table, column.name) in _NEEDED) and column.name not in _NOT_NEEDED
    ]
    return Shape(
        name=table,
        fields=contract_fields(table),
        needs=tuple(_INSTEAD.get((table, name), ((name,),)) for name in required),
        words=words,
        weight=-0.02,
    )
