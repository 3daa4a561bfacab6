from __future__ import annotations

import time
from decimal import Decimal
from fractions import Fraction

import pytest

from bookload.base.errors import DocumentError
from bookload.data.documents.formula import (
    DEEPEST,
    MOST_CHARACTERS,
    MOST_DIGITS,
    evaluate,
    formula_of,
    names_in,
    resolved,
)

FIGURES = {"targets.high": Fraction(1_000_000), "times": Fraction(6), "tenth": Fraction(1, 10)}


def value(text):
    return evaluate(text, FIGURES.get, tuple(FIGURES))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("8 - 4 - 2", 2),
        ("8 / 4 / 2", 1),
        ("-2 * -(3)", 6),
        ("--2", 2),
        ("1 / 3 * 3", 1),
        ("0.1 + 0.2 == .3", 1),
        ("times / 2", 3),
        ("targets.high * 1.1", 1_100_000),
        ("min(3, times, 5) + max(1, 2)", 5),
        ("min(4)", 4),
        ("(times > 5) * 10", 10),
        ("times != 6", 0),
        ("  7.  ", 7),
    ],
)
def test_a_formula_comes_to_its_figure(text, expected):
    assert value(text) == expected


def test_figures_are_exact():
    assert value("tenth + tenth + tenth") == Fraction(3, 10)


@pytest.mark.parametrize(
    ("text", "why", "place"),
    [
        ("", "there is no formula", 0),
        ("1 +", "expected here, not nothing", 3),
        ("1 2", "'2' is not expected here", 2),
        ("(1 + 2", r"'\)' is expected here, not the end", 6),
        ("1 / (3 - 3)", "a division by 0", 2),
        ("2 ** 3", r"not '\*'", 3),
        ("timse * 2", "no figure is called 'timse' .did you mean 'times'", 0),
        ("1 + €", "'€' is no part of a formula", 4),
        ("1 + 'a'", "is no part of a formula", 4),
        ("\N{ARABIC-INDIC DIGIT THREE} + 1", "is no part of a formula", 0),
        ("1\N{FULLWIDTH DIGIT TWO}", "is no part of a formula", 1),
        ("abs(1)", "'abs' is no function; allowed: min, max", 0),
        ("max", r"'\(' is expected here", 3),
        ("1 < 2 < 3", "'<' is not expected here", 6),
        ("times.", r"'.' is no part", 5),
    ],
)
def test_what_is_no_formula_is_refused_with_a_mark_at_its_place(text, why, place):
    with pytest.raises(DocumentError, match=why) as caught:
        value(text)
    shown, mark = str(caught.value).splitlines()[-2:]
    assert shown == f"    ={text}"
    assert mark.index("^") == len("    =") + place


def test_long_deep_and_large_formulas_are_refused_at_once():
    began = time.process_time()
    for text in (
        "1+" * MOST_CHARACTERS + "1",
        "(" * (DEEPEST + 1) + "1" + ")" * (DEEPEST + 1),
        "9" * (MOST_DIGITS + 1),
        "max(" * 60 + "1" + ")" * 60,
        "10**10**9",
    ):
        with pytest.raises(DocumentError):
            value(text)
    assert time.process_time() - began < 1


def test_the_deepest_formula_that_is_allowed_has_a_value():
    assert value("(" * (DEEPEST - 1) + "1" + ")" * (DEEPEST - 1)) == 1
    assert value("-" * 400 + "1") == 1


def test_figures_may_need_one_another_in_any_order():
    stated: dict[str, Decimal | str] = {"b": "= a * 2", "a": Decimal("1.5"), "c": "= b + targets.high"}
    assert resolved(stated, FIGURES.get) == {"a": Fraction(3, 2), "b": 3, "c": 1_000_003}


def test_a_circle_of_figures_is_named():
    with pytest.raises(DocumentError, match="a → b → a need one another"):
        resolved({"a": "= b", "b": "= a + 1"}, FIGURES.get)
    with pytest.raises(DocumentError, match="x → x"):
        resolved({"x": "= x"}, FIGURES.get)


def test_figures_that_double_one_another_stop_before_they_fill_the_memory():
    stated = {"f0": "= 999999999999 * 999999999999"} | {
        f"f{n}": f"= f{n - 1} * f{n - 1} * f{n - 1} * f{n - 1}" for n in range(1, 30)
    }
    with pytest.raises(DocumentError, match="too large"):
        resolved(stated, FIGURES.get)


@pytest.mark.parametrize("given", ["text", True, Decimal("NaN"), Decimal("1e900"), None])
def test_a_figure_that_is_no_number_is_refused(given):
    with pytest.raises(DocumentError, match="'a' is"):
        resolved({"a": given}, FIGURES.get)


def test_only_text_that_begins_with_an_equals_sign_is_a_formula():
    assert formula_of("= 1") == " 1"
    assert formula_of("1 = 1") is None
    assert formula_of(Decimal(1)) is None
    assert names_in("max(a.b, 2) + c - a.b") == ("a.b", "c")
