"""Workbooks made part by part, so that a test can make one that no program would write."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "xl/worksheets/sheet1.xml"


def sheet_xml(rows: str, *, before: str = "", after: str = "") -> str:
    """Return a worksheet around `<row>` elements."""
    inside = f"<sheetData>{rows}</sheetData>{after}"
    return f'<?xml version="1.0" encoding="UTF-8"?>{before}<worksheet xmlns="{MAIN}">{inside}</worksheet>'


def text_cell(place: str, text: str) -> str:
    """Return a cell of text."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def parts_of(sheet: str, *, workbook_extra: str = "", workbook_properties: str = "") -> dict[str, bytes]:
    """Return the parts of a workbook with one sheet."""
    workbook = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{workbook_properties}'
        f'<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets>{workbook_extra}</workbook>'
    )
    types = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        "</Types>"
    )
    return {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": _relations(f"{OFFICE}/officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": workbook.encode(),
        "xl/_rels/workbook.xml.rels": _relations(f"{OFFICE}/worksheet", "worksheets/sheet1.xml"),
        SHEET: sheet.encode(),
    }


def _relations(kind: str, target: str) -> bytes:
    return (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{kind}" Target="{target}"/></Relationships>'
    ).encode()


def write(path: Path, parts: dict[str, bytes]) -> Path:
    """Write parts as one archive and return its path."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def workbook(path: Path, rows: str, **options: str) -> Path:
    """Write a workbook with one sheet of these `<row>` elements."""
    return write(path, parts_of(sheet_xml(rows, after=options.pop("after", "")), **options))
