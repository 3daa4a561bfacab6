import gzip
from pathlib import Path

import pytest

from bookload.data.ingest.reading.kind import Guess, Kind, kind_of, looks_utf16, note_name


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"", Kind.EMPTY),
        (b"a,b\n1,2\n", Kind.TEXT),
        (b"\xef\xbb\xbfa;b\n", Kind.TEXT),
        ("a,b\n1,2\n".encode("utf-16-le") * 50, Kind.TEXT),
        (b"<5 seats,ok\n1,2\n", Kind.TEXT),
        (b"[region],arr\nx,1\n", Kind.TEXT),
        (b"ORG,arr\nx,1\n", Kind.TEXT),
        (b"PAR1\x00", Kind.PARQUET),
        (b"PAR10,b\n", Kind.PARQUET),
        (b"<table><tr>", Kind.OTHER),
        (b'{"a": 1}', Kind.OTHER),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", Kind.CALENDAR),
        (b"\xef\xbb\xbf\nbegin:vcalendar\n", Kind.CALENDAR),
        (b"From: ada@own.example\n\nBEGIN:VCALENDAR\n", Kind.CALENDAR),
        ("\ufeffBEGIN:VCALENDAR\r\n".encode("utf-16-le"), Kind.OTHER),
        (b"note,text\n1,BEGIN:VCALENDAR\n", Kind.TEXT),
        (b'<?xml version="1.0"?>\n<!-- x -->\n<log xes.version="1.0">', Kind.EVENT_LOG),
        (b'<log xmlns="http://www.xes-standard.org/">', Kind.EVENT_LOG),
        (gzip.compress(b'<log openxes.version="1.0RC7">', mtime=0), Kind.EVENT_LOG),
        (gzip.compress(b"a,b\n1,2\n", mtime=0), Kind.OTHER),
        (b"<log><entry/></log>", Kind.OTHER),
        (b'<?xml version="1.0"?>\n<!DOCTYPE log>\n<log xes.version="1.0">', Kind.EVENT_LOG),
        (b"<!DOCTYPE l [<!ENTITY a \"b\">\n]>\n<log xes.version='1.0'>", Kind.EVENT_LOG),
        (b'<!DOCTYPE l [<!ENTITY a "b">', Kind.OTHER),
    ],
)
def test_the_content_decides(head, kind):
    assert kind_of(Path("any.name"), head).kind is kind


@pytest.mark.parametrize(
    ("head", "what", "remedy"),
    [
        (
            b"<?xml version='1.0'?><log><trace/></log>",
            "says neither xes.version",
            'it with <log xes.version="1.0"',
        ),
        ('\ufeff<log xes.version="2.0">'.encode("utf-16-le"), "an event log in UTF-16", "Save it in UTF-8"),
        (b"<note><log/></note>", "an XML document", "Export the table itself"),
    ],
)
def test_what_is_no_log_yet_says_what_a_log_needs(head, what, remedy):
    found = kind_of(Path("log.xes"), head)
    assert found.kind is Kind.OTHER
    assert what in found.what
    assert remedy in found.remedy


def test_utf16_without_a_mark_is_told_from_text_with_a_few_nuls():
    assert looks_utf16("Müller;1\n".encode("utf-16-be") * 9)
    assert not looks_utf16(b"Mueller;1\0\n" * 9)


@pytest.mark.parametrize(
    ("name", "noted"), [("a.csv", False), ("a.TSV", False), ("a", False), ("a.xlsx", True), ("a.bak", False)]
)
def test_only_a_name_that_promises_another_format_is_noted(name, noted):
    assert (note_name(Path(name), Guess(Kind.TEXT)) is not None) is noted
