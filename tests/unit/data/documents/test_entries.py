"""Values and entries of a document's list change, and comments and all else stay."""

from __future__ import annotations

import tomllib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookload.base.errors import UsageError
from bookload.data.documents import (
    with_entry,
    with_entry_earlier,
    with_keys,
    with_values,
    without_entry,
)

TEXT = '''\
# All of it.
version = 1

# First.
[[stages]]
name = "one"    # said so
note = """
[[stages]]
# no comment
"""

# Second.
[[stages]]
name = "two"
[stages.more]   # a section
low = 1

# [[stages]]
# name = "once"

[[others]]
name = "x"
'''


def names(text, of="stages"):
    return [entry["name"] for entry in tomllib.loads(text).get(of, [])]


def test_a_new_key_stands_in_its_entry_and_not_below_the_next_ones_comment():
    changed = with_values(TEXT, "stages", 0, {"rule": "r"})
    assert changed == TEXT.replace('"""\n\n# Second', '"""\nrule = "r"\n\n# Second')


def test_a_value_that_is_worth_the_same_is_not_touched():
    same = {"name": "two", "more": {"low": Decimal("1.0")}}
    assert with_values(TEXT, "stages", 1, same) == TEXT


def test_a_section_is_changed_key_by_key():
    changed = with_values(TEXT, "stages", 1, {"more": {"low": Decimal(2)}})
    assert changed == TEXT.replace("low = 1", "low = 2")


def test_what_is_taken_out_takes_its_own_comment_and_no_other():
    first = without_entry(TEXT, "stages", 0)
    assert names(first) == ["two"]
    assert "# First." not in first
    assert "# Second." in first
    second = without_entry(TEXT, "stages", 1)
    assert names(second) == ["one"]
    assert '# name = "once"' in second
    assert second.startswith("# All of it.\n")


def test_entries_change_places_with_their_comments():
    changed = with_entry_earlier(TEXT, "stages", 1)
    assert names(changed) == ["two", "one"]
    assert (
        changed.index("# Second.")
        < changed.index('"two"')
        < changed.index("# First.")
        < changed.index('"one"')
    )
    assert sorted(changed.split()) == sorted(TEXT.split())


def test_a_new_entry_stands_below_the_last_of_its_list():
    assert names(with_entry(TEXT, "stages", {"name": "three", "rule": None})) == ["one", "two", "three"]
    assert with_entry("", "stages", {"name": "a"}) == '[[stages]]\nname = "a"\n'


def test_a_list_in_one_line_is_changed_as_well():
    text = 'stages = [{name = "a"}, {name = "b"}] # short\n'
    assert names(with_values(text, "stages", 1, {"name": "c"})) == ["a", "c"]
    assert names(with_entry(text, "stages", {"name": "c"})) == ["a", "b", "c"]
    assert names(without_entry(text, "stages", 0)) == ["b"]
    assert names(with_entry_earlier(text, "stages", 1)) == ["b", "a"]


@pytest.mark.parametrize("place", [-1, 2])
def test_a_place_without_an_entry_is_said(place):
    with pytest.raises(UsageError, match="there are 2 stages"):
        without_entry(TEXT, "stages", place)
    with pytest.raises(UsageError, match="none before it"):
        with_entry_earlier(TEXT, "stages", 0)


@given(st.lists(st.tuples(st.sampled_from(("add", "out", "up")), st.integers(0, 5)), max_size=8))
def test_whatever_is_done_says_the_same_as_a_list_would(steps):
    text, expected = TEXT, ["one", "two"]
    for number, (step, at) in enumerate(steps):
        if step == "add":
            text, expected = with_entry(text, "stages", {"name": f"n{number}"}), [*expected, f"n{number}"]
        elif step == "out" and at < len(expected):
            text, expected = without_entry(text, "stages", at), expected[:at] + expected[at + 1 :]
        elif step == "up" and 0 < at < len(expected):
            text = with_entry_earlier(text, "stages", at)
            expected[at - 1], expected[at] = expected[at], expected[at - 1]
        assert names(text) == expected
        assert names(text, "others") == ["x"]


KEYED = """\
# What if
name = "A"  # ours

[policy.targets]
# high alone
high = 1
low = 2

[activities."Check-in, small"]
times = 3
"""


def test_values_are_set_by_their_place_and_comments_stay():
    text = with_keys(
        KEYED,
        {
            ("policy", "targets", "high"): "= targets.high * 2",
            ("policy", "targets", "low"): None,
            ("activities", "Check-in, small", "minutes", "likely"): Decimal("12.50"),
            ("growth_per_year", "SMB"): Decimal("0.2"),
            ("name",): "A",
        },
    )
    assert tomllib.loads(text) == {
        "name": "A",
        "policy": {"targets": {"high": "= targets.high * 2"}},
        "activities": {"Check-in, small": {"times": 3, "minutes": {"likely": 12.5}}},
        "growth_per_year": {"SMB": 0.2},
    }
    assert 'name = "A"  # ours\n' in text
    assert "# high alone\n" in text


def test_what_is_set_as_it_is_changes_no_byte_and_a_section_left_with_nothing_goes():
    same = {("policy", "targets", "high"): Decimal(1), ("nothing", "there"): None}
    assert with_keys(KEYED, same) == KEYED
    gone: dict[tuple[str, ...], object] = {
        ("policy", "targets", "high"): None,
        ("policy", "targets", "low"): None,
    }
    assert "policy" not in tomllib.loads(with_keys(KEYED, gone))
