import datetime as dt

import pytest

from bookload.data.ingest.reading.cells import canonical, reference
from bookload.data.ingest.reading.sheetxml import column_number


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1"),
        (-0.0, "0"),
        (1234.56, "1234.56"),
        (0.1 + 0.2, "0.3"),
        (1000 / 12, "83.3333333333333"),
        (1234.5600000000002, "1234.56"),
        (1e-07, "0.0000001"),
        (-1.5e-12, "-0.0000000000015"),
        (2.0**53, "9007199254740992"),
        (1e15, "1000000000000000"),
        (123456789012345678.0, "1.23456789012346E+17"),
        (-1e300, "-1E+300"),
        (True, "true"),
        (False, "false"),
        (" as it is ", " as it is "),
        (dt.date(2026, 1, 2), "2026-01-02"),
        (dt.datetime(2026, 1, 2), "2026-01-02"),  # noqa: DTZ001 - what a sheet holds has no zone
        (dt.datetime(2026, 1, 2, 22, 47), "2026-01-02T22:47:00"),  # noqa: DTZ001
        (dt.datetime(2026, 1, 2, 3, 4, 5, 250_000), "2026-01-02T03:04:05.250000"),  # noqa: DTZ001
        (dt.time(3, 4), "03:04:00"),
        (dt.timedelta(hours=30, minutes=5), "30:05:00"),
        (dt.timedelta(minutes=-90), "-1:30:00"),
    ],
)
def test_a_value_has_one_text(value, text):
    assert canonical(value) == text


@pytest.mark.parametrize(
    ("row", "column", "name"), [(0, 0, "A1"), (4, 25, "Z5"), (1, 26, "AA2"), (1048575, 16383, "XFD1048576")]
)
def test_a_cell_is_named_as_in_a_spreadsheet(row, column, name):
    assert reference(row, column) == name
    assert column_number(name.rstrip("0123456789")) == column + 1
