"""A sheet as guessing looks at it: its columns' distinct texts, and what share of them reads as what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from bookload.data.ingest.reading import Column, Sheet
from bookload.data.ingest.values import currencies, dates, months, numbers
from bookload.data.ingest.values.cell import Cells, Text, cells_of
from bookload.data.ingest.values.fold import tokens
from bookload.data.ingest.values.words import is_nothing, meaning

SAMPLE = 400
"""How many distinct texts of a column are looked at to tell what it holds."""


class ColumnView:
    """One column: its cells, and shares of its distinct texts that read as numbers, days, ..."""

    def __init__(self, column: Column) -> None:
        """Keep the column; its cells are read when first asked for."""
        self.column = column
        self.header = column.name
        self._worded: dict[str, float] = {}

    @cached_property
    def cells(self) -> Cells:
        """The column's distinct texts."""
        return cells_of(self.column)

    @cached_property
    def sample(self) -> list[Text]:
        """Distinct texts that say something, evenly spread over the column."""
        texts = [text for text in self.cells.texts if not is_nothing(text.text)]
        if len(texts) <= SAMPLE:
            return texts
        return [texts[place] for place in np.linspace(0, len(texts) - 1, SAMPLE).astype(int)]

    def share(self, test: Callable[[str], object]) -> float:
        """Return the share of the sample that passes a test; 0 for a column without texts."""
        return sum(bool(test(text.text)) for text in self.sample) / len(self.sample) if self.sample else 0.0

    @cached_property
    def numeric(self) -> float:
        """The share that reads as numbers, in either form."""
        return sum(map(_is_number, self.sample)) / len(self.sample) if self.sample else 0.0

    @property
    def amounts(self) -> float:
        """The share that reads as numbers and not as days: `01.02.26` is none."""
        return self.numeric if self.dated < 1 or self.numeric == 1 else 0.0

    @cached_property
    def dated(self) -> float:
        """The share that reads as days, in any order; typed numbers are none."""
        return self.share(lambda text: any(dates.read(text, order) for order in ("dmy", "mdy", "ymd")))

    @cached_property
    def monthly(self) -> float:
        """The share that reads as months."""
        return self.share(months.read)

    @cached_property
    def of_months(self) -> bool:
        """Whether all values are months, as such or by their first or last day."""

        def bounds(text: str) -> bool:
            moment, month = dates.read(text, "dmy"), months.read(text)
            return moment is None or (month is not None and moment.day in {month.first_day, month.last_day})

        return self.monthly == 1 and self.numeric < 1 and self.share(bounds) == 1

    @cached_property
    def truth(self) -> float:
        """The share that reads as yes or no."""
        return self.share(lambda text: meaning("boolean", text))

    def worded(self, kind: str) -> float:
        """Return the share that are known words of a kind."""
        if kind not in self._worded:
            self._worded[kind] = self.share(lambda text: meaning(kind, text))
        return self._worded[kind]

    @cached_property
    def currency(self) -> float:
        """The share that are currencies."""
        return self.share(lambda text: currencies.code_of(text, "USD"))

    @cached_property
    def unique(self) -> float:
        """Distinct texts per filled row; 1 where no text comes twice."""
        return len(self.cells.texts) / self.cells.filled if self.cells.filled else 0.0

    def among(self, known: frozenset[str]) -> float:
        """Return the share of the sample that is among known texts, case and blanks at the ends aside."""
        return self.share(lambda text: text.strip().casefold() in known) if known else 0.0


def _is_number(text: Text) -> bool:
    """Return whether a text is a number, alone or with a currency; `Jan 2026` is none."""
    found = numbers.read(text, ".") or numbers.read(text, ",")
    return found is not None and (not found.currency or currencies.code_of(found.currency, "USD") is not None)


@dataclass(frozen=True)
class SheetView:
    """A sheet and its columns."""

    sheet: Sheet
    columns: tuple[ColumnView, ...] = field(default=(), compare=False)

    @classmethod
    def of(cls, sheet: Sheet) -> SheetView:
        """Return the view of a sheet."""
        return cls(sheet, tuple(ColumnView(column) for column in sheet.columns))

    def column(self, header: str) -> ColumnView | None:
        """Return the column with a header, exactly or else case aside, or None."""
        exact = next((column for column in self.columns if column.header == header), None)
        return exact or next(
            (column for column in self.columns if column.header.casefold() == header.casefold()), None
        )

    @property
    def rows(self) -> int:
        """How many rows the sheet has."""
        return len(self.sheet.row_numbers)

    @cached_property
    def file_words(self) -> str:
        """The words of the file's and the sheet's names, folded."""
        stem = self.sheet.file.rpartition(".")[0] or self.sheet.file
        return " ".join((*tokens(stem), *tokens(self.sheet.name or "")))

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers, by position."""
        return tuple(column.header for column in self.columns)
