from __future__ import annotations


def test_levers_need_a_journey_with_activities(ask):
    ran = ask("levers")
    assert ran.code == 1
    assert "write journey.toml" in ran.err


def test_an_amount_that_is_none_is_refused(ask):
    for text in ("much", "-1", "nan"):
        assert ask("levers", f"--budget={text}").code == 2


def test_a_comparison_needs_scenarios(ask):
    ran = ask("compare")
    assert ran.code == 2
    assert "there are no scenarios in" in ran.err
