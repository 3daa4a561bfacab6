"""Fault 17, in event logs: XML entities are not expanded, and nothing outside the file is read."""

import pytest

from bookload.data.ingest.reading import read_file

NESTED = "".join(
    f'<!ENTITY {outer} "{f"&{inner};" * 10}">' for inner, outer in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "before",
    [
        f'<!DOCTYPE log [<!ENTITY a "ha">{NESTED}]>',
        '<!DOCTYPE log [<!ENTITY i SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE log SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
def test_a_document_type_is_refused(before, tmp_path):
    path = tmp_path / "log.xes"
    entity = "&i;" if "ENTITY" in before else "x"
    path.write_text(
        f'<?xml version="1.0"?>{before}<log xes.version="1.0"><trace><event>'
        f'<string key="concept:name" value="{entity}"/></event></trace></log>'
    )
    reading = read_file(path)
    [finding] = reading.findings
    assert (finding.severity, reading.sheets) == ("error", ())
