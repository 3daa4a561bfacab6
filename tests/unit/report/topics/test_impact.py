"""Effects in words and tables: the answer first, what speaks against it, and who was compared with whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bookload.report.explain.impact import MEANING
from bookload.report.glossary import term
from bookload.report.terminal import Laid, laid
from bookload.report.topics.estimates import between, interval, share
from bookload.report.topics.impact import tables
from impacts import answered, one_of


def told(found):
    parts = [laid(part) for part in tables(found, "USD")]
    return [each for each in parts if isinstance(each, str)], [
        each for each in parts if isinstance(each, Laid)
    ]


def test_all_together_are_counted_by_what_is_called_and_each_has_its_sentence():
    lines, (table,) = told(answered())
    assert lines[0] == "3 interventions: 1 did something, of 1 no effect is seen, of 1 nobody can tell."
    assert [row[:3] for row in table.rows] == [
        ("I-1", "Sprint & <calls>", "an effect"),
        ("I-2", "Letter", "none seen"),
        ("I-3", "Dinner", "cannot tell"),
    ]
    for each in answered().found:
        assert f"{each.name} ({each.intervention_id}): {each.verdict}" in lines
    assert table.rows[2][4:] == (None,) * 6, "no figure of what cannot be told"


def test_one_says_its_answer_then_its_figures_and_who_was_compared():
    one = one_of(0).found[0]
    lines, (figures, sides, movements, events, accounts) = told(one_of(0))
    assert lines[0] == f"Sprint & <calls> (I-1): {one.verdict}"
    assert figures.rows[0] == ("effect on MRR", share(one.effect), between(one.low, one.high))
    assert [row[1] for row in sides.rows[:2]] == [str(one.reached), str(one.treated)]
    assert sides.rows[-1] == ("not reached, and compared with", str(one.controls))
    assert len(movements.rows) == len(one.movements)
    assert [row[0] for row in events.rows][-1] == f"{one.events[-1].since:+d}"
    assert len(accounts.rows) == 8
    assert any("growth over three months" in line for line in lines)


def test_what_nobody_can_tell_says_why_and_whom_it_reached_and_nothing_else():
    lines, (sides,) = told(one_of(2))
    assert lines[0].startswith("Dinner (I-3): Cannot tell, because it reached 4 accounts")
    assert sides.rows[0] == ("reached", "5")


def test_every_figure_and_column_is_defined_and_opens_only_where_it_can():
    _, tables_of_one = told(one_of(0))
    for row in tables_of_one[0].rows:
        assert term(row[0] or ""), row[0]
    _, (every,) = told(answered())
    assert all(term(column) for column in every.columns[2:])
    assert [name for name in MEANING if (known := term(name)) and known.metric] == ["effect on MRR"]


@pytest.mark.parametrize(
    ("value", "shown"), [(0.0, "0.0%"), (-0.0001, "0.0%"), (-0.05, "-5.0%"), (None, None)]
)
def test_nothing_has_no_sign(value, shown):
    assert share(value) == shown


def test_what_is_not_known_has_no_interval():
    assert interval(None) is None
    assert between(None, 0.1) is None
    one = replace(one_of(0).found[0], lost=None, placebo=None, placebo_p=None)
    _, (figures, *_) = told(replace(one_of(0), found=(one,)))
    rows = {row[0]: row[1:] for row in figures.rows}
    assert rows["accounts lost"] == (None, None)
    assert rows["placebo: seven to twelve months before"] == (None, "p n/a")
