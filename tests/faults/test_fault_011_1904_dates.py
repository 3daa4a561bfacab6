"""Fault 11: a workbook in the 1904 date system gives the right dates."""

import datetime as dt

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

import raw_workbook
from bookload.data.ingest.reading import read_file

DATES = [dt.date(1999, 12, 31), dt.date(2024, 2, 29), dt.date(2026, 3, 1), dt.date(2299, 12, 31)]


@pytest.mark.parametrize("epoch", [CALENDAR_WINDOWS_1900, CALENDAR_MAC_1904])
def test_dates_are_the_same_in_both_date_systems(epoch, tmp_path):
    workbook = openpyxl.Workbook()
    workbook.epoch = epoch
    workbook.active.append(["start", "at"])
    for date in DATES:
        workbook.active.append([date, dt.datetime(date.year, date.month, date.day, 22, 47, 30)])  # noqa: DTZ001
    workbook.save(path := tmp_path / "accounts.xlsx")
    start, at = read_file(path).sheets[0].columns
    assert start.text.to_pylist() == [date.isoformat() for date in DATES]
    assert at.text.to_pylist() == [f"{date.isoformat()}T22:47:30" for date in DATES]
    assert start.typed is not None
    assert start.typed.to_pylist() == [True] * 4


def test_serial_46024_is_four_years_and_a_day_later_in_the_1904_system(tmp_path):
    styles = (
        f'<styleSheet xmlns="{raw_workbook.MAIN}"><cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
    ).encode()
    header = f'<row r="1">{raw_workbook.text_cell("A1", "start")}</row>'
    sheet = raw_workbook.sheet_xml(f'{header}<row r="2"><c r="A2" s="1"><v>46024</v></c></row>')
    style = f'<Relationship Id="rId2" Type="{raw_workbook.OFFICE}/styles" Target="styles.xml"/>'
    found = []
    for name, properties in (("1900", ""), ("1904", '<workbookPr date1904="1"/>')):
        parts = raw_workbook.parts_of(sheet, workbook_properties=properties) | {"xl/styles.xml": styles}
        links = parts["xl/_rels/workbook.xml.rels"]
        relations = links.replace(b"</Relationships>", f"{style}</Relationships>".encode())
        path = raw_workbook.write(
            tmp_path / f"{name}.xlsx", parts | {"xl/_rels/workbook.xml.rels": relations}
        )
        found.append(read_file(path).sheets[0].columns[0].text.to_pylist())
    assert found == [["2026-01-02"], ["2030-01-03"]]
