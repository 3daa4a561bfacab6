from __future__ import annotations

from fractions import Fraction

import pytest
import typer

from bookload.cli.levers import amount


def test_levers_need_a_journey_with_activities(ask):
    ran = ask("levers")
    assert ran.code == 1
    assert "write journey.toml" in ran.err


@pytest.mark.parametrize("text", ["much", "-1", "nan", "1,5", "1.000,50", "1e999999999", "1_0", "٣", ""])
def test_an_amount_that_is_none_is_refused(text):
    with pytest.raises(typer.BadParameter, match="is not an amount of 0 or more; write it as 20000 or"):
        amount(text)


@pytest.mark.parametrize(
    ("text", "value"), [("0", 0), ("20000", 20000), ("20,000.50", Fraction(40001, 2)), ("1,000,000", 10**6)]
)
def test_an_amount_may_have_commas_between_thousands(text, value):
    assert amount(text) == value


def test_an_amount_that_is_none_is_an_error_of_use(ask):
    ran = ask("levers", "--budget=much")
    assert ran.code == 2
    assert "'much' is not an amount" in ran.err


def test_a_comparison_needs_scenarios(ask):
    ran = ask("compare")
    assert ran.code == 2
    assert "there are no scenarios in" in ran.err
