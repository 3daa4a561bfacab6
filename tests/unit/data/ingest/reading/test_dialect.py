import pytest

from bookload.data.ingest.reading.dialect import NONE, dialect_of


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b;c\nx;1,5;2,5\ny;3,5;4,5\n", ";"),
        ("a;b\n1,5;2,5\n1,5;2,5\n", ";"),
        ("a\tb\n1,5\t2\n", "\t"),
        ("a|b\n1,000|x, y\n", "|"),
        ('name,tags\n"x; y","a;b"\nz,a;b;c\n', ","),
        ("Accounts, March\n\na;b;c\n1;2;3\n4;5;6\n", ";"),
        ("account\nAcme\nBolt\n", NONE),
        ("", NONE),
        ("sep=|\na,b|c\n", "|"),
    ],
)
def test_the_delimiter_that_makes_rows_equally_wide_is_taken(text, delimiter):
    assert dialect_of(text).delimiter == delimiter


def test_a_line_that_states_the_delimiter_is_no_row():
    assert dialect_of("sep=;\r\na;b\r\n").stated_lines == 1
    assert dialect_of("a;b\n").stated_lines == 0
