"""The page on profiles shows the presets as their files state them, and the examples that are explained."""

from __future__ import annotations

import pytest

from bookload.data.documents.profiles import NOT_PUBLISHED, presets, rules
from published import EXAMPLES

COLUMNS = ("bookload", "stripe", "chartmogul", "profitwell", "recurly", "polar", "killbill")


@pytest.fixture
def page(repository):
    return (repository / "docs" / "explanation" / "profiles.md").read_text(encoding="utf-8")


def shown(preset, switch):
    (rule,) = (rule for rule in rules(preset) if rule.switch == switch)
    value = rule.value.replace(" ", ", ")
    return f"*{value}*" if rule.source == NOT_PUBLISHED else value


def test_the_table_of_presets_is_what_their_files_state(page):
    assert sorted(COLUMNS) == sorted(presets())
    assert f"| switch | {' | '.join(COLUMNS)} |" in page
    for rule in rules("bookload"):
        cells = " | ".join(shown(preset, rule.switch) for preset in COLUMNS)
        assert f"| `{rule.switch}` | {cells} |" in page


def test_what_differs_from_its_source_is_on_the_page_with_both_figures(page):
    for example in EXAMPLES:
        if example.explained:
            (*_, published), (*_, ours) = example.states[0], example.ours[0]
            if published == ours:
                (*_, published), (*_, ours) = example.states[1], example.ours[1]
            for figure in (published, ours):
                percent = f"{float(figure) * 100:.1f}%"
                assert figure in page or percent in page, example.name


def test_the_page_says_that_profitwells_preset_is_bookloads_own(page):
    differing = [
        preset
        for preset in COLUMNS
        if [rule.value for rule in rules(preset)] != [rule.value for rule in rules("bookload")]
    ]
    assert "profitwell" not in differing
    assert "The `profitwell` preset differs from Bookload's in nothing." in page
