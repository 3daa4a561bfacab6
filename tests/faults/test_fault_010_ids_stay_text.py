"""Fault 10: ids are text: `00123` stays, and damage such as `1.2E+15` can still be seen."""

import openpyxl

from bookload.data.ingest.reading import read_file

IDS = ["00123", "1.2E+15", "1e5", "0x1F", "TRUE", "-0", "1.0"]


def test_text_of_a_text_file_stays_as_it_is_written(tmp_path):
    path = tmp_path / "accounts.csv"
    path.write_text("id,arr\n" + "".join(f"{name},1\n" for name in IDS))
    [column, _] = read_file(path).sheets[0].columns
    assert column.text.to_pylist() == IDS
    assert column.typed is None


def test_text_of_a_workbook_stays_as_it_is_written_and_numbers_are_told_from_it(tmp_path):
    workbook = openpyxl.Workbook()
    workbook.active.append(["id"])
    for value in [*IDS, 123, 9_007_199_254_740_991]:
        workbook.active.append([value])
    workbook.save(path := tmp_path / "accounts.xlsx")
    [column] = read_file(path).sheets[0].columns
    assert column.text.to_pylist() == [*IDS, "123", "9007199254740991"]
    assert column.typed is not None
    assert column.typed.to_pylist() == [False] * len(IDS) + [True, True]


def test_a_number_that_lost_digits_keeps_its_exponent(tmp_path):
    workbook = openpyxl.Workbook()
    workbook.active.append(["id"])
    workbook.active.append([12345678901234567890])
    workbook.save(path := tmp_path / "accounts.xlsx")
    assert read_file(path).sheets[0].columns[0].text.to_pylist() == ["1.23456789012346E+19"]
