"""Which stage a logged activity is taken to be in."""

from __future__ import annotations

import numpy as np

from bookload.planning.journey.calibration.observed import staged

NOT = -1


def stages(stated, by_rule, kind):
    return staged(np.array(stated), np.array(by_rule), np.array(kind)).tolist()


def test_the_stage_that_the_log_states_stands_against_the_rule():
    assert stages([0, 1], [1, 0], [0, 0]) == [0, 1]


def test_a_stage_that_the_log_never_names_is_decided_by_the_rule():
    assert stages([0, 0, 1], [2, 0, 2], [0, 0, 0]) == [2, 0, 2]


def test_of_a_kind_that_mostly_states_its_stage_silent_rows_are_left_out():
    assert stages([0, 0, NOT], [0, 0, 0], [5, 5, 5]) == [0, 0, NOT]


def test_of_a_kind_that_hardly_ever_states_it_the_rule_decides():
    assert stages([0, NOT, NOT], [0, 0, 1], [5, 5, 5]) == [0, 0, 1]


def test_without_any_rule_that_holds_there_is_no_stage():
    assert stages([NOT], [NOT], [0]) == [NOT]
