"""Fault 1: an empty file, or a header alone, reads "no rows"."""

import pytest

import raw_workbook
from bookload.data.ingest.reading import read_file


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b" \n", b"account,arr\n", b"\xef\xbb\xbfaccount,arr", b"account,arr\n,\n"]
)
def test_a_text_file_without_a_data_row_says_no_rows(content, tmp_path):
    path = tmp_path / "accounts.csv"
    path.write_bytes(content)
    [finding] = read_file(path).findings
    assert (finding.code, finding.severity) == ("no_rows", "error")
    assert str(finding).startswith("accounts.csv: no rows")


@pytest.mark.parametrize("rows", ["", f'<row r="1">{raw_workbook.text_cell("A1", "account")}</row>'])
def test_a_workbook_without_a_data_row_says_no_rows(rows, tmp_path):
    reading = read_file(raw_workbook.workbook(tmp_path / "accounts.xlsx", rows))
    assert reading.sheets == ()
    assert [finding.code for finding in reading.findings if finding.severity == "error"] == ["no_rows"]


def test_a_file_that_is_not_there_is_a_wrong_call_and_not_bad_data(tmp_path):
    from bookload.base.errors import UsageError

    with pytest.raises(UsageError, match=r"nothing\.csv cannot be read"):
        read_file(tmp_path / "nothing.csv")
    with pytest.raises(UsageError, match="is not a file"):
        read_file(tmp_path)
