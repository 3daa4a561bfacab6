"""What a list of owners holds: the account, the owner, and when where it says so."""

from __future__ import annotations

from bookload.data.ingest.mapping.shape import Shape, contract_fields


def shape() -> Shape:
    """Return the shape: an account and an owner; without a start the list knows only its own day."""
    return Shape(
        "ownership",
        contract_fields("ownership"),
        needs=((("account_id",),), (("owner_id",),)),
        words=(
            "ownership",
            "owners",
            "owner",
            "assignments",
            "books",
            "csm assignments",
            "portfolio",
            "zuordnung",
        ),
        weight=0.02,
    )
