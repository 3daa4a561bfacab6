"""What a list of people may hold: the table's columns, and pay."""

from __future__ import annotations

from bookload.data.ingest.mapping.shape import Shape, contract_fields

_PAY = frozenset({"base", "ote", "currency"})
_WORDS = "people team employees staff csms users headcount mitarbeiter hr reps persons"


def shape() -> Shape:
    """Return the shape: somebody, and when they came or what they do."""
    pay = (field for field in contract_fields("pay") if field.name in _PAY)
    return Shape(
        "people",
        (*contract_fields("people"), *pay),
        needs=(
            (("name",), ("person_id",), ("email",)),
            (("hire_date",), ("role",), ("fte",), ("team",), ("manager_id",)),
        ),
        words=tuple(_WORDS.split()),
        sure=tuple((who, "hire_date", "role") for who in ("name", "person_id", "email")),
    )
