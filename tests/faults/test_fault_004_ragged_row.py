"""Fault 4: a row with more or fewer values than the header is named by its number."""

import pytest

from bookload.data.ingest.reading import read_file


def test_each_ragged_row_is_named_by_its_line_and_all_are_listed_together(tmp_path):
    path = tmp_path / "accounts.csv"
    path.write_text('a,b\n1,2\n3\n"x\ny",2\n4,5,6\n7,8\n')
    findings = read_file(path).findings
    assert [(finding.code, finding.row) for finding in findings] == [("ragged_row", 3), ("ragged_row", 6)]
    assert "1 value and the header 2" in findings[0].message
    assert findings[1].value == "4 | 5 | 6"


def test_the_first_hundred_are_listed_and_the_rest_counted(tmp_path):
    path = tmp_path / "accounts.csv"
    path.write_text("a,b\n1,2\n" + "3\n" * 250 + "4,5\n" * 300)
    findings = read_file(path).findings
    assert len(findings) == 100
    assert findings[-1].message.endswith("and 150 more of this kind")


@pytest.mark.parametrize("text", ["a,b,\n1,2,\n3,4,\n", "a,b\n1,2,\n3,4,\n", "a,b\n1,2\n3,4,,,\n"])
def test_delimiters_after_the_last_value_are_no_values(text, tmp_path):
    path = tmp_path / "accounts.csv"
    path.write_text(text)
    reading = read_file(path)
    assert reading.findings == ()
    assert [column.text.to_pylist() for column in reading.sheets[0].columns] == [["1", "3"], ["2", "4"]]
