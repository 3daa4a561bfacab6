import io

import pytest

from bookload.data.ingest.reading.calendar.content import Property, lines, parsed


def texts(content: bytes, longest: int = 1 << 20) -> list[tuple[int, str, bool]]:
    return [(line.number, line.text, line.cut) for line in lines(io.BytesIO(content), longest)]


def test_a_folded_line_is_one_also_where_the_fold_goes_through_a_character():
    umlaut = "ü".encode()
    content = b"SUMMARY:M" + umlaut[:1] + b"\r\n " + umlaut[1:] + b"ller\r\n\t und Co\r\nUID:1\r\n"
    assert texts(content) == [(1, "SUMMARY:Müller und Co", False), (4, "UID:1", False)]


def test_a_longer_line_than_is_allowed_keeps_its_name_and_stops_nothing():
    long = b"DESCRIPTION:" + b"x" * 300_000 + b"\r\n"
    [first, cut, last] = texts(b"UID:1\r\n" + long + b"UID:2\n", longest=100)
    assert (first[2], cut[1][:12], cut[2], last[1:]) == (False, "DESCRIPTION:", True, ("UID:2", False))


def test_many_short_folds_make_no_longer_line_than_is_allowed():
    [line] = texts(b"SUMMARY:a\n" + b" aaaa\n" * 1_000, longest=100)
    assert line[2]
    assert len(line[1]) <= 100


def test_a_mark_of_utf8_and_bare_line_feeds_play_no_part():
    assert texts(b"\xef\xbb\xbfBEGIN:VCALENDAR\nUID:1") == [
        (1, "BEGIN:VCALENDAR", False),
        (2, "UID:1", False),
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("UID:1", Property("UID", (), "1")),
        (
            "dtstart;tzid=Europe/Berlin:20260304",
            Property("DTSTART", (("TZID", "Europe/Berlin"),), "20260304"),
        ),
        (
            'ATTENDEE;CN="Ada: one; two, three";ROLE=CHAIR:mailto:ada@own.example',
            Property(
                "ATTENDEE", (("CN", "Ada: one; two, three"), ("ROLE", "CHAIR")), "mailto:ada@own.example"
            ),
        ),
        ('A;X="1","2":v', Property("A", (("X", "1,2"),), "v")),
        ("SUMMARY:", Property("SUMMARY", (), "")),
    ],
)
def test_a_line_is_a_name_with_parameters_and_a_value(line, said):
    assert parsed(line) == said
    assert parsed(said.written()) == said


@pytest.mark.parametrize("line", ["", "no value", "NAME;X:v", ":v", 'A;X="open:v', "A B:v"])
def test_what_is_no_property_is_none(line):
    assert parsed(line) is None


def test_a_hostile_line_is_read_in_one_pass():
    assert parsed("A" + ";X=" * 200_000) is None
    assert parsed("A" + ';X="' * 200_000) is None


def test_escapes_are_undone_as_they_are_written():
    assert Property("SUMMARY", (), r"one\, two\; three\\n\nfour ").text == "one, two; three\\n\nfour"
