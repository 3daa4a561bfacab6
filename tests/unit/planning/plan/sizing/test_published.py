from __future__ import annotations

from fractions import Fraction

from bookload.planning.plan.sizing import Carried, Money, readings

DOLLARS = Money(Fraction(1), None)


def company(**sizes):
    return tuple(
        Carried(touch, tuple(Fraction(size) for size in each), Fraction(0)) for touch, each in sizes.items()
    )


def of(found, source, metric="arr_per_csm"):
    return next(each for each in found if each.source.startswith(source) and each.metric == metric)


def test_figures_by_touch_model_are_taken_at_the_companys_mix():
    found = readings(company(high=[6_000_000], low=[3_000_000, 1_000_000]), DOLLARS)
    commune = of(found, "Commune")
    assert [part.heads for part in commune.parts] == [6, 2]
    assert (commune.heads, commune.by, commune.scaled, commune.year, commune.grade) == (
        8, "touch_model", False, "2023", "B",
    )  # fmt: skip
    gainsight = of(found, "Gainsight", "accounts_per_csm")
    assert gainsight.heads == Fraction(1, 22) + Fraction(2, 144)
    assert gainsight.year == "undated"


def test_a_touch_model_that_a_source_does_not_speak_of_lies_between_its_neighbours_and_is_marked():
    found = readings(company(mid=[3_000_000], tech=[1_000_000]), DOLLARS)
    mid, tech = of(found, "Commune").parts
    assert (mid.figure, mid.taken) == (1_500_000, True)
    assert (tech.figure, tech.taken) == (2_000_000, False)
    assert of(found, "Gainsight", "accounts_per_csm").parts[1].figure == 144


def test_a_figure_that_scales_with_pay_takes_more_arr_per_head_where_heads_are_paid_more():
    held = company(high=[6_000_000])
    commune = of(readings(held, Money(Fraction(1), Fraction(120_000))), "Commune")
    assert (commune.heads, commune.scaled) == (5, True)
    flat = of(readings(held, Money(Fraction(1), Fraction(120_000))), "ClientSuccess")
    assert (flat.heads, flat.scaled) == (Fraction(6_000_000, 1_720_000), False)


def test_a_range_is_taken_at_its_midpoint_with_the_heads_of_its_ends_beside_it():
    skilljar = of(readings(company(high=[6_000_000]), DOLLARS), "Skilljar")
    assert (skilljar.low, skilljar.heads, skilljar.high) == (3, 4, 6)
    assert of(readings(company(high=[6_000_000]), DOLLARS), "Commune").low is None


def test_figures_by_size_count_the_accounts_of_each_size_and_say_how_many_are_of_none():
    held = company(high=[80_000, 50_000], low=[49_999, 5_000, 4_999, 900])
    found = readings(held, DOLLARS)
    league = of(found, "Success League deck", "accounts_per_csm")
    assert league.heads == 2 / Fraction(51, 2) + 2 / Fraction(125)
    assert (league.left_out, league.by) == (2, "size")
    totango = of(found, "Totango", "accounts_per_csm")
    assert (totango.heads, totango.left_out) == (Fraction(5, 37) + Fraction(1, 200), 0)


def test_amounts_are_converted_and_without_a_rate_nothing_in_money_is_said():
    held = company(high=[6_000_000])
    assert of(readings(held, Money(Fraction(1, 2), None)), "Commune").heads == 12
    blind = readings(held, Money(None, None))
    assert of(blind, "Commune").heads is None
    assert of(blind, "Totango", "accounts_per_csm").heads is None
    assert of(blind, "Gainsight", "accounts_per_csm").heads == Fraction(1, 22)


def test_aggregators_are_left_out_unless_asked_for():
    assert {each.grade for each in readings(company(high=[1]), DOLLARS)} == {"A", "B"}


def test_a_company_without_accounts_needs_nobody():
    assert {each.heads for each in readings((), DOLLARS)} == {0}
