"""Another tool's monthly MRR, however it writes it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bookload.base.errors import DataError, UsageError
from bookload.data.documents import Policy
from bookload.data.ingest import mapping_of
from bookload.data.ingest.monthly import read_monthly


@pytest.fixture
def read(tmp_path):
    """Read a file of this text."""

    def reading(text, name="other.csv", encoding="utf-8", **how):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        found = read_monthly(path, Policy(), **how)
        rows = [
            (str(one.month), one.account, Decimal(one.micros).scaleb(-6), one.currency)
            for one in found.amounts
        ]
        return rows, [finding.code for finding in found.findings]

    return reading


TWO_MONTHS = [("2026-04", None, Decimal("1234.5"), "USD"), ("2026-05", None, Decimal(1300), "USD")]


def test_a_row_a_month_is_the_companys(read):
    assert read("month,mrr\n2026-04,1234.50\n2026-05,1300\n") == (TWO_MONTHS, [])


def test_encodings_decimal_signs_and_currencies_are_read_as_in_an_import(read):
    rows, _ = read("Monat;MRR (€)\nApril 2026;1.234,50\nMai 2026;1.300,00\n", encoding="cp1252")

    assert rows == [(month, None, amount, "EUR") for month, _, amount, _ in TWO_MONTHS]


def test_a_row_an_account_and_month_with_whatever_stands_beside_it(read):
    rows, findings = read(
        "Customer Name,Month,Plan,Country,Notes,Owner,MRR,Seats\n"
        "Acme,2026-05,Gold,DE,x,Joe,10.50,3\nBolt,2026-05,Gold,US,y,Joe,20,3\nTotal,,,,,,30.50,6\n"
    )

    assert rows == [("2026-05", "Acme", Decimal("10.5"), "USD"), ("2026-05", "Bolt", Decimal(20), "USD")]
    assert findings == ["total-row"]


def test_a_column_a_month_and_cells_without_a_value(read):
    rows, _ = read("customer,Apr 2026,May 2026\nA1,10,20\nA2,,7.25\n")

    assert rows == [
        ("2026-04", "A1", Decimal(10), "USD"),
        ("2026-05", "A1", Decimal(20), "USD"),
        ("2026-05", "A2", Decimal("7.25"), "USD"),
    ]


def test_what_is_open_is_an_error_until_it_is_answered(read):
    text = 'customer,month,mrr\nA1,2026-05,"1,234"\nA2,2026-05,"2,345"\n'

    with pytest.raises(DataError, match="--answer 'decimal-sign"):
        read(text)
    assert read(text, answers={"decimal-sign": "."})[0][0][2] == 1234
    stated = mapping_of('[[sheet]]\ndecimal = {mrr = ","}\n', "map.toml")
    assert read(text, said=stated)[0][0][2] == Decimal("1.234")


def test_a_wide_sheet_that_is_called_arr_is_asked_about_and_divided(read):
    text = "customer,Apr 2026,May 2026\nA1,120,240\n"

    with pytest.raises(DataError, match="amount-interval=year"):
        read(text, name="arr.csv")
    assert [row[2] for row in read(text, name="arr.csv", answers={"amount-interval": "year"})[0]] == [10, 20]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("foo,bar\n1,2\n", "no usable columns .*foo, bar"),
        ("month,mrr\n2026-05,x\n2026-06,3\n", "not a number"),
        ("foo,month,mrr\nA,2026-05,1\nB,2026-05,2\n", "2026-05 has several rows"),
        ("", "cannot be compared|no usable columns"),
    ],
)
def test_a_file_that_cannot_be_compared_says_why(read, text, says):
    with pytest.raises(DataError, match=says):
        read(text)


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        read_monthly(tmp_path / "none.csv", Policy())


def test_an_account_twice_in_a_month_is_added_up_and_told(read):
    rows, findings = read("customer,month,mrr\nA,2025-04,100\nA,2025-04,100\nB,2025-04,5\n")

    assert [amount for *_, amount, _ in rows] == [100, 100, 5]
    assert findings == ["rows-twice"]


def test_products_of_an_account_are_not_twice(read):
    _, findings = read("customer,month,mrr,product\nA,2025-04,60,X\nA,2025-04,40,Y\n")

    assert findings == []
