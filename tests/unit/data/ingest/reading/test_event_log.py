import gzip
import io
import weakref
from pathlib import Path

import pytest

from bookload.data.ingest.reading import Limits, read_file
from bookload.data.ingest.reading.event_log import COLUMNS, _Bounded, _traces, read_event_log
from bookload.data.ingest.reading.listing import Listing
from bookload.data.ingest.reading.mapped import mapped

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<!-- made by hand -->\n<log xes.version="2.0" xmlns="http://www.xes-standard.org/">'


def step(activity: str, at: str, resource: str = "Kim", transition: str = "complete") -> str:
    said = {"concept:name": activity, "org:resource": resource, "lifecycle:transition": transition}
    texts = "".join(f'<string key="{key}" value="{value}"/>' for key, value in said.items())
    return f'<event>{texts}<date key="time:timestamp" value="{at}"/></event>'


def log(*traces: str, head: str = HEAD) -> str:
    about = '<extension name="Time"/><global scope="event"><string key="a" value="b"/></global>'
    return f"{head}{about}{''.join(traces)}</log>"


def trace(case: str, *steps: str, more: str = "") -> str:
    return f'<trace><string key="concept:name" value="{case}"/>{more}{"".join(steps)}</trace>'


def read(folder: Path, content: str | bytes, limits: Limits | None = None):
    path = folder / "log.xes"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    listing = Listing(path.name)
    sheets = [
        mapped(folder, each, path.name, "")
        for each in read_event_log(path, folder, limits or Limits(), listing)
    ]
    rows = [
        row
        for sheet in sheets
        for row in zip(*(column.text.to_pylist() for column in sheet.columns), strict=True)
    ]
    return [column.name for sheet in sheets for column in sheet.columns], rows, listing.findings()


def test_each_event_is_a_row_with_its_case_and_what_is_said_of_the_case(tmp_path):
    more = '<string key="customer" value="Acme"/><list key="x"><values/></list>'
    content = log(
        trace("c1", step("Call", "2026-03-04T10:00:00.000+01:00"), more=more), trace("c2", "<event/>")
    )
    names, rows, findings = read(tmp_path, content)
    assert names == [*COLUMNS, "case:customer"]
    assert rows == [
        ("c1", "Call", "Kim", "2026-03-04T10:00:00.000+01:00", "complete", None, "Acme"),
        ("c2", None, None, None, None, None, None),
    ]
    assert findings == ()


def test_a_case_without_a_name_is_numbered(tmp_path):
    _, rows, findings = read(tmp_path, log(f"<trace>{step('Call', '2026-03-04')}</trace>"))
    assert (rows[0][0], [finding.code for finding in findings]) == ("case 1", ["case_unnamed"])


@pytest.mark.parametrize("packed", [False, True])
def test_content_decides_and_the_child_reads_it(packed, tmp_path):
    content = log(trace("c1", step("Call", "2026-03-04T10:00:00Z"))).encode()
    path = tmp_path / ("log.xes.gz" if packed else "log.xml")
    path.write_bytes(gzip.compress(content) if packed else content)
    found = read_file(path)
    assert found.findings == ()
    assert found.sheets[0].columns[1].text.to_pylist() == ["Call"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (log(trace("c1", step("Call", "2026")))[:-40], "damaged"),
        (gzip.compress(log(trace("c1", step("Call", "2026"))).encode())[:-20], "damaged"),
        (b"\x1f\x8b" + b"x" * 99, "damaged"),
        (log(), "no_rows"),
        (log(trace("c1")), "no_rows"),
        (HEAD + "<trace>" * 20_000, "damaged"),
    ],
)
def test_what_is_no_whole_log_is_refused(content, code, tmp_path):
    _, rows, [finding] = read(tmp_path, content)
    assert (rows, finding.code, finding.severity) == ([], code, "error")


WHOLE = log(trace("c1", step("Gespräch", "2026")))
NAMED = HEAD.split("?>")[1]


@pytest.mark.parametrize(
    ("content", "says", "remedy"),
    [
        (WHOLE.encode("latin-1"), "at line 3, column 235: the byte 0xe4 is there", "Save it in UTF-8"),
        (
            WHOLE.replace("<trace>", "<trace>\n&co"),
            "no XML at line 4, column 4 (not well-formed",
            "mend that",
        ),
        (WHOLE[:-3], "no XML at line 3, column 391 (unclosed token)", "mend that place"),
        (WHOLE.replace("UTF-8", "klingon"), "encoding that is not read (unknown encoding: klingon)", "UTF-8"),
        ("<!DOCTYPE log [<!ENTITY a 'b'>]>" + NAMED + "</log>", "has a document type", "from <!DOCTYPE to"),
    ],
)
def test_the_place_and_the_way_out_are_named(content, says, remedy, tmp_path):
    _, rows, [finding] = read(tmp_path, content)
    assert rows == []
    assert says in finding.message
    assert remedy in finding.remedy


def test_a_log_that_inflates_beyond_the_limit_is_stopped_there(tmp_path):
    bomb = gzip.compress((HEAD + " " * 5_000_000).encode())
    assert len(bomb) < 10_000
    _, rows, [finding] = read(tmp_path, bomb, Limits(memory=1 << 20))
    assert (rows, finding.code, "1 MiB" in finding.message) == ([], "over_limit", True)


def test_limits_of_rows_and_of_cells_are_stated(tmp_path):
    content = log(trace("c1", step("Call", "2026"), step("Call" * 9, "2026")))
    assert "limit" in read(tmp_path, content, Limits(rows=1))[2][0].message
    assert "limit" in read(tmp_path, content, Limits(cell_length=20))[2][0].message


def test_no_more_than_one_trace_is_held():
    content = log(*(trace(f"c{number}", step("Call", "2026-03-04")) for number in range(50)))
    held = [weakref.ref(each) for each in _traces(_Bounded(io.BytesIO(content.encode()), 1 << 20))]
    assert len(held) == 50
    assert sum(each() is not None for each in held) <= 1
