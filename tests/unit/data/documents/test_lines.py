import pytest

from bookload.data.documents.lines import line_of

TEXT = """name = "A" # name

[policy.targets]
high = 1
[policy]
revenue = { profile = "x",
  netting = "y" }
[[hires]]
role = "a"

[[hires]]
role = "b"
"""


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("name",), 1),
        (("policy",), 3),
        (("policy", "targets", "high"), 4),
        (("hires", 0), 8),
        (("hires", 1, "role"), 12),
        (("hires", 2), None),
        (("other",), None),
    ],
)
def test_a_place_is_said_where_the_document_first_has_it(place, line):
    assert line_of(TEXT.replace("\n  netting", " netting"), place) == (
        line if line is None or line < 7 else line - 1
    )


def test_a_value_of_several_lines_is_said_by_its_last():
    assert line_of("a = 1\nb = [\n  1,\n  2,\n]\nc = 3", ("b", 0)) == 5


def test_what_does_not_read_has_the_places_before_it():
    assert line_of("a = 1\nb = = 2", ("a",)) == 1
    assert line_of("a = 1\nb = = 2", ("b",)) is None
