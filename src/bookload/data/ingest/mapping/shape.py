"""What a kind of sheet holds: the fields that it may have, and which of them make it one."""

from __future__ import annotations

from dataclasses import dataclass, field

from bookload.data.tables import contract


@dataclass(frozen=True)
class Field:
    """Something that a column may hold; `type` is a contract's, or `interval` or `role`.

    `is_end` marks an end of a range; `only_if_fits` a field whose name alone says too little.
    """

    name: str
    type: str
    aliases: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    unit: str = ""
    is_end: bool = False
    only_if_fits: bool = False


@dataclass(frozen=True)
class Shape:
    """A kind of sheet.

    `needs` are groups of fields, one of each group at least; within a group, each entry is the
    fields that must be there together. `words` are names of files and sheets that mean it.
    `many` are fields of which a sheet has a column each, as one a month.
    `weight` breaks ties between shapes that explain the same columns.
    `sure` are groups of fields, one group of which has to be there under plain names for the sheet
    to be taken however many further columns it has.
    """

    name: str
    fields: tuple[Field, ...]
    needs: tuple[tuple[tuple[str, ...], ...], ...]
    words: tuple[str, ...] = ()
    months: bool = False
    weight: float = 0.0
    sure: tuple[tuple[str, ...], ...] = ()
    by_name: dict[str, Field] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {each.name: each for each in self.fields})


FAR_TEXT = "2299-12-31"


def contract_fields(table: str) -> tuple[Field, ...]:
    """Return the fields of a table's contract; an end column is one that is open where it is empty."""
    return tuple(
        Field(
            column.name,
            "interval" if column.name == "interval" else "role" if column.name == "role" else column.type,
            column.aliases,
            column.allowed,
            column.unit,
            column.type == "date"
            and (
                column.default == FAR_TEXT
                or "no longer" in column.description
                or "day back" in column.description
            ),
        )
        for column in contract(table).columns
    )
