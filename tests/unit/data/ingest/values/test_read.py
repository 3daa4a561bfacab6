"""Columns read to what contracts store."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pyarrow as pa
import pytest

from bookload.base.period import Month
from bookload.data.ingest.reading import Column
from bookload.data.ingest.values.cell import Values, cells_of
from bookload.data.ingest.values.read import How, read_column, read_currencies


def column(*texts: str | None, typed: bool = False) -> Column:
    flags = pa.array([True] * len(texts)) if typed else None
    return Column("H", 1, pa.array(texts, pa.string()), flags)


def read(kind: str, *texts: str | None, typed: bool = False, **how: object) -> Values:
    settings: dict[str, object] = {"field": "f", "header": "H", **how}
    return read_column(kind, cells_of(column(*texts, typed=typed)), How(**settings))  # type: ignore[arg-type]


def codes(values: Values) -> list[str]:
    return [trouble.code for _, trouble in values.troubles]


@pytest.mark.parametrize(
    ("kind", "text", "stored"),
    [
        ("id", " 00123 ", "00123"),
        ("text", "  Acme  ", "Acme"),
        ("money", "1.50", 1_500_000),
        ("number", "0.5", 5_000),
        ("rate", "0.92", 92_000_000),
        ("integer", "12", 12),
        ("boolean", "ja", True),
        ("date", "2026-03-04", date(2026, 3, 4)),
        ("month", "Mar 2026", Month.parse("2026-03").ordinal),
        ("month", "31.03.2026", Month.parse("2026-03").ordinal),
        ("currency", "€", "EUR"),
        ("list", "a; b ;c", "a;b;c"),
        ("list", "a, b", "a;b"),
        ("interval", "quarterly", "quarter:1"),
        ("role", "Customer Success Manager", "csm"),
        ("role", "Solution Architect", "Solution Architect"),
    ],
)
def test_a_value_is_stored_as_its_contract_says(kind: str, text: str, stored: object) -> None:
    values = read(kind, text)
    assert values.array.to_pylist() == [stored]
    assert not values.troubles


def test_empty_and_blank_cells_are_nothing() -> None:
    assert read("money", None, "", "  ", "n/a", "5").array.to_pylist() == [None, None, None, None, 5_000_000]


def test_a_name_with_a_comma_is_one_account_of_a_list() -> None:
    assert read("list", "Acme, Inc; Beta", field="account_id").array.to_pylist() == ["Acme, Inc;Beta"]
    assert read("list", "Acme, Inc", field="account_id").array.to_pylist() == ["Acme, Inc"]


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("id", "1.2E+15", "damaged-id"),
        ("id", "A\x001", "control-character"),
        ("text", "A\x07", "control-character"),
        ("text", "A\ufffd", "control-character"),
        ("money", "abc", "not-a-number"),
        ("money", "#REF!", "not-a-number"),
        ("money", "5 bananas", "unknown-currency"),
        ("money", "9999999999999", "number-too-large"),
        ("integer", "1.5", "not-whole"),
        ("date", "45000", "not-a-date"),
        ("date", "1066-01-01", "date-too-early"),
        ("boolean", "perhaps", "not-a-truth-value"),
        ("currency", "XXX", "unknown-currency"),
        ("interval", "lunar", "unknown-interval"),
    ],
)
def test_what_does_not_read_is_an_error_and_no_value(kind: str, text: str, code: str) -> None:
    values = read(kind, text, allowed=("month",))
    assert codes(values) == [code]
    assert values.array.to_pylist() == [None]
    assert values.troubles[0][1].severity == "error"


def test_more_places_than_are_kept_are_rounded_with_a_warning() -> None:
    values = read("money", "1.00000049", "1.0000005")
    assert values.array.to_pylist() == [1_000_000, 1_000_001]
    assert [(trouble.code, trouble.severity) for _, trouble in values.troubles] == [
        ("rounded", "warning")
    ] * 2


def test_a_typed_number_is_no_date_and_a_typed_id_loses_its_point_nought() -> None:
    assert codes(read("date", "45000", typed=True)) == ["not-a-date"]
    assert read("id", "123.0", typed=True).array.to_pylist() == ["123"]


def test_percentages_are_shares() -> None:
    assert read("number", "50%", "0.5", "1.2", is_share=True).array.to_pylist() == [5_000, 5_000, 12_000]
    hundredths = read("number", "50", "100", "50%", is_share=True, hundredths=True)
    assert hundredths.array.to_pylist() == [5_000, 10_000, 5_000]
    assert read("number", "10%", "10").array.to_pylist() == [100_000, 100_000]


def test_instants_are_cut_into_days_in_the_companys_zone_and_days_never_shift() -> None:
    late = "2026-03-01T03:30:00Z"
    assert read("date", late, zone="America/New_York", midnight=False).array.to_pylist() == [
        date(2026, 2, 28)
    ]
    assert read("date", "2026-03-01T00:00:00Z", zone="America/New_York").array.to_pylist() == [
        date(2026, 3, 1)
    ]
    assert read("date", "2026-03-01", zone="America/New_York", midnight=False).array.to_pylist() == [
        date(2026, 3, 1)
    ]


def test_an_instant_without_a_zone_is_in_the_companys() -> None:
    values = read("instant", "2026-03-04 10:00", zone="Europe/Berlin")
    assert values.array.to_pylist() == [datetime(2026, 3, 4, 9, tzinfo=UTC)]


def test_a_word_may_be_given_its_meaning() -> None:
    values = read("interval", "lunar", "month", allowed=("month",), meant={"Lunar": "month"})
    assert values.array.to_pylist() == ["month:1", "month:1"]


def test_currencies_beside_amounts_are_read_row_by_row() -> None:
    found = read_currencies(cells_of(column("€ 5", "$5", "5", None, "5 GBP")), How("mrr", "H"))
    assert found.to_pylist() == ["EUR", "USD", None, None, "GBP"]
