"""Formulas come to what fractions come to, and no text whatever makes their parser crash or hang."""

from __future__ import annotations

import time
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookload.base.errors import DocumentError
from bookload.data.documents.formula import MOST_CHARACTERS, evaluate, resolved

FIGURES = {"need": Fraction(7, 2), "targets.high": Fraction(1_000_000), "zero": Fraction(0)}

Known = tuple[str, Fraction | None]
"""A text, and what it comes to; None where it divides by 0."""

NUMBERS = st.decimals(0, 10**6, places=3).map(lambda number: (f"{number:f}", Fraction(number)))
LEAVES: st.SearchStrategy[Known] = NUMBERS | st.sampled_from(sorted(FIGURES)).map(
    lambda name: (name, FIGURES[name])
)


def _signed(known: Known) -> Known:
    text, value = known
    return f"-{text}", None if value is None else -value


def _joined(parts: tuple[Known, str, Known]) -> Known:
    (left, a), sign, (right, b) = parts
    text = f"({left} {sign} {right})"
    if a is None or b is None or (sign == "/" and not b):
        return text, None
    values = {"+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b, "/": lambda: a / b}
    holds = {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b, "==": a == b, "!=": a != b}
    return text, values[sign]() if sign in values else Fraction(holds[sign])


def _called(parts: tuple[str, list[Known]]) -> Known:
    name, given_ = parts
    values = [value for _, value in given_]
    text = f"{name}({', '.join(each for each, _ in given_)})"
    known = [value for value in values if value is not None]
    return text, None if len(known) < len(values) else {"min": min, "max": max}[name](known)


SIGNS = st.sampled_from(["+", "-", "*", "/", "<", "<=", ">", ">=", "==", "!="])
EXPRESSIONS: st.SearchStrategy[Known] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(_signed),
        st.tuples(inner, SIGNS, inner).map(_joined),
        st.tuples(st.sampled_from(["min", "max"]), st.lists(inner, min_size=1, max_size=3)).map(_called),
    ),
    max_leaves=12,
)
PIECES = st.sampled_from(
    [
        "(",
        ")",
        "+",
        "-",
        "*",
        "/",
        "<",
        "==",
        ",",
        "min",
        "max(",
        "need",
        "1",
        "2.5",
        ".",
        "__import__",
        "'",
        "\n",
    ]
)
GARBAGE = st.text(max_size=MOST_CHARACTERS + 20) | st.lists(PIECES, max_size=200).map("".join)


def check_value(known: Known) -> None:
    text, expected = known
    if len(text) > MOST_CHARACTERS:
        return
    if expected is None:
        with pytest.raises(DocumentError, match="a division by 0"):
            evaluate(text, FIGURES.get)
    else:
        assert evaluate(text, FIGURES.get) == expected


def check_garbage(text: str) -> None:
    began = time.process_time()
    try:
        assert isinstance(evaluate(text, FIGURES.get), Fraction)
    except DocumentError as error:
        assert str(error)  # noqa: PT017 - both ways out are right
    assert time.process_time() - began < 1


@settings(max_examples=150, deadline=None)
@given(EXPRESSIONS)
def test_a_formula_comes_to_what_fractions_come_to(known: Known) -> None:
    check_value(known)


@settings(max_examples=300, deadline=None)
@given(GARBAGE)
def test_any_text_has_a_value_or_an_error_that_names_the_place(text: str) -> None:
    check_garbage(text)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef"), max_size=3), max_size=6)
)
def test_figures_that_need_one_another_have_values_unless_they_go_in_a_circle(needs) -> None:
    stated = {name: "= 1" + "".join(f" + {other}" for other in others) for name, others in needs.items()}

    def depth(name: str, path: tuple[str, ...]) -> int | None:
        """What the figure comes to by hand; None in a circle or without a figure it needs."""
        if name in path or name not in needs:
            return None
        parts = [depth(other, (*path, name)) for other in needs[name]]
        return None if None in parts else 1 + sum(part for part in parts if part is not None)

    expected = {name: depth(name, ()) for name in needs}
    if None in expected.values():
        with pytest.raises(DocumentError):
            resolved(stated, lambda _: None)
    else:
        assert resolved(stated, lambda _: None) == expected


@pytest.mark.prove
def test_twenty_thousand_formulas_come_to_what_fractions_come_to(promised: Callable[[str, int], int]) -> None:
    count = promised("formulas", 20_000)
    settings(max_examples=count, deadline=None)(given(EXPRESSIONS)(check_value))()


@pytest.mark.prove
def test_fifty_thousand_texts_have_a_value_or_an_error(promised: Callable[[str, int], int]) -> None:
    count = promised("texts of any kind", 50_000)
    settings(max_examples=count, deadline=None)(given(GARBAGE)(check_garbage))()
