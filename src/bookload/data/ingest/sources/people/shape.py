"""What a list of people may hold."""

from __future__ import annotations

from bookload.data.ingest.mapping.shape import Shape, contract_fields


def shape() -> Shape:
    """Return the shape: somebody, and when they came or what they do."""
    return Shape(
        "people",
        contract_fields("people"),
        needs=(
            (("name",), ("person_id",), ("email",)),
            (("hire_date",), ("role",), ("fte",), ("team",), ("manager_id",)),
        ),
        words=(
            "people",
            "team",
            "employees",
            "staff",
            "csms",
            "users",
            "headcount",
            "mitarbeiter",
            "hr",
            "reps",
            "persons",
        ),
    )
