"""Fault 17: XML entities and external links: no expansion, and no network."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

import raw_workbook
from bookload.data.ingest.reading import read_file

BODY = '<row r="1">{}</row><row r="2">{}</row>'


def rows(value: str) -> str:
    return BODY.format(raw_workbook.text_cell("A1", "account"), raw_workbook.text_cell("A2", value))


NESTED = "".join(
    f'<!ENTITY {outer} "{f"&{inner};" * 10}">' for inner, outer in zip("abcdefgh", "bcdefghi", strict=True)
)
LAUGHS = f'<!DOCTYPE x [<!ENTITY a "ha">{NESTED}]>'


@pytest.mark.parametrize(
    ("before", "value"),
    [
        (LAUGHS, "&i;"),
        ('<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>', "&f;"),
        ('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">', "A"),
        ('<!doctype x [<!entity % p "y">]>', "A"),
    ],
)
@pytest.mark.parametrize("part", [raw_workbook.SHEET, "xl/workbook.xml", "xl/sharedStrings.xml"])
def test_a_document_type_anywhere_is_refused(before, value, part, tmp_path):
    parts = raw_workbook.parts_of(raw_workbook.sheet_xml(rows(value if part == raw_workbook.SHEET else "A")))
    parts[part] = before.encode() + parts.get(part, b"<sst/>")
    reading = read_file(raw_workbook.write(tmp_path / "entities.xlsx", parts))
    [finding] = reading.findings
    assert (finding.code, reading.sheets) == ("xml_entity", ())
    assert part in finding.message


@pytest.mark.parametrize("padding", range(262_120, 262_150, 3))
def test_a_document_type_is_found_wherever_the_part_is_cut_in_pieces(padding, tmp_path):
    sheet = raw_workbook.sheet_xml(rows("A"), before=f"<!--{'x' * (padding - 60)}--><!DOCTYPE x []>")
    [finding] = read_file(raw_workbook.write(tmp_path / "cut.xlsx", raw_workbook.parts_of(sheet))).findings
    assert finding.code == "xml_entity"


def test_links_to_other_files_are_noted_and_nobody_is_called(tmp_path):
    called = threading.Event()

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self):
            called.set()

    server = HTTPServer(("127.0.0.1", 0), Listener)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/other.xlsx"
        parts = raw_workbook.parts_of(
            raw_workbook.sheet_xml(rows("A")),
            workbook_extra='<externalReferences><externalReference r:id="rId9"/></externalReferences>',
        )
        kind = f"{raw_workbook.OFFICE}/externalLink"
        link = f'<Relationship Id="rId9" Type="{kind}" Target="{address}" TargetMode="External"/>'
        links = parts["xl/_rels/workbook.xml.rels"]
        relations = links.replace(b"</Relationships>", f"{link}</Relationships>".encode())
        path = raw_workbook.write(tmp_path / "links.xlsx", parts | {"xl/_rels/workbook.xml.rels": relations})
        reading = read_file(path)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert [(finding.code, finding.severity) for finding in reading.findings] == [("external_link", "note")]
    assert not called.is_set()
    assert reading.sheets[0].columns[0].text.to_pylist() == ["A"]
