"""Fault 5: a quote that is never closed is named by the line it opens on, and makes no giant cell."""

import pytest

from bookload.data.ingest.reading import Limits, read_file


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('a,b\n1,2\n3,"4\n5,6\n7,8\n', 3),
        ('a,b\n"x\ny",2\n3,"4\n5,6\n', 4),
        ('a,b\n1,"2\n3,4\n5,"6"\n', 2),
        ('a,b,c\nx,"5 pipe,1\ny,"7 pipe",1\n', 2),
        ('a,b\n1,"say ""hi\n3,4\n', 2),
        ('a,b\n"1"",2\n3,4\n', 2),
        ('a,b\n1,"2"x\n', 2),
        ('a,"b\n1,2\n3,4\n', 1),
        ('title\n\na,"b\n1,2\n', 3),
        ('a,"b\n1,2\n3,"4\n5,6\n', 1),
    ],
)
def test_the_line_that_the_quote_opens_on_is_named(text, line, tmp_path):
    path = tmp_path / "accounts.csv"
    path.write_text(text)
    reading = read_file(path)
    [finding] = [finding for finding in reading.findings if finding.severity == "error"]
    assert (finding.code, finding.row) == ("unclosed_quote", line)


def test_a_quote_left_open_in_a_long_file_is_named_and_not_read_to_the_end(tmp_path):
    path = tmp_path / "accounts.csv"
    lines = [f'{n},"{n}"' for n in range(200_000)]
    lines[99_999] = '99999,"open'
    path.write_text("a,b\n" + "\n".join(lines) + "\n")
    [finding] = read_file(path, limits=Limits(cell_length=10_000)).findings
    assert finding.row == 100_001


def test_quotes_within_values_are_kept(tmp_path):
    path = tmp_path / "accounts.csv"
    path.write_text('a,b\n"say ""hi"", you",5" pipe\n"",""""\n')
    reading = read_file(path)
    assert reading.findings == ()
    assert [column.text.to_pylist() for column in reading.sheets[0].columns] == [
        ['say "hi", you', None],
        ['5" pipe', '"'],
    ]
