"""Which factors a difference between two products comes from, whatever the order they are changed in.

    figure = sum over terms of scale x product of factors

Each factor goes from one value to another. What one of them is answerable for is its effect averaged over all
orders in which they could be changed (Shapley 1953; for decompositions Sun 1998, Albrecht, Francois and
Schoors 2002, Shorrocks 2013). No order is chosen, nothing is left over as interaction, a factor that does not
change has no part, and fractions stay exact: the parts sum to the difference to the last digit. A mean of
logarithms (Ang 2004) shares all but the last two, and says nothing where a factor is 0.

A set of k of n factors comes first in k! (n - 1 - k)! / n! of all orders, which is the integral of
u^k (1 - u)^(n - 1 - k) over u from 0 to 1. So a factor's part is also

    scale x (after - before) x integral over u of product over other factors of (before + u (after - before))

a polynomial of degree n - 1 in u: four points of Gauss and Legendre give it exactly for up to eight factors,
which is how a spreadsheet can follow it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import factorial

Turn = tuple[Fraction, Fraction]
"""The value of a factor before and after."""

POINTS = (
    (0.069431844202973713, 0.17392742256872692),
    (0.33000947820757187, 0.32607257743127308),
    (0.66999052179242813, 0.32607257743127308),
    (0.93056815579702629, 0.17392742256872692),
)
"""Gauss and Legendre's four points between 0 and 1, each with its weight: exact up to degree 7."""


@dataclass(frozen=True, slots=True)
class Term:
    """A product: its scale, and the turn of each factor, in the order that all terms have them in."""

    scale: Fraction
    factors: tuple[Turn, ...]


def parts(terms: Sequence[Term]) -> tuple[Fraction, ...]:
    """Return what each factor is answerable for; they sum to the figure after less the figure before.

    Takes 2^n figures for n factors that change.
    """
    count = len(terms[0].factors) if terms else 0
    turned = [place for place in range(count) if any(_turns(term.factors[place]) for term in terms)]
    figures = _figures(terms, turned)
    found = [Fraction(0)] * count
    for number, place in enumerate(turned):
        found[place] = _part(figures, number, len(turned))
    return tuple(found)


def on_the_way(term: Term, way: float) -> float:
    """Return a product with every factor a part of its way (0 to 1) from what it was to what it is."""
    product = float(term.scale)
    for before, after in term.factors:
        product *= float(before) + way * float(after - before)
    return product


def _turns(turn: Turn) -> bool:
    return turn[0] != turn[1]


def _figures(terms: Sequence[Term], turned: Sequence[int]) -> list[Fraction]:
    """Return the figure for each set of turned factors, a set's number having a bit for each of them."""
    sums = [Fraction(0)] * (1 << len(turned))
    for term in terms:
        scale = term.scale
        for place, (before, _) in enumerate(term.factors):
            if place not in turned:
                scale *= before
        products = [scale]
        for place in turned:
            before, after = term.factors[place]
            products = [each * before for each in products] + [each * after for each in products]
        sums = [total + each for total, each in zip(sums, products, strict=True)]
    return sums


def _part(figures: Sequence[Fraction], number: int, count: int) -> Fraction:
    """Return the mean effect of one factor over all orders: sets of one size come in equally many."""
    bit = 1 << number
    by_size = [Fraction(0)] * count
    for chosen, figure in enumerate(figures):
        if not chosen & bit:
            by_size[chosen.bit_count()] += figures[chosen | bit] - figure
    return sum(
        (
            each * Fraction(factorial(size) * factorial(count - 1 - size), factorial(count))
            for size, each in enumerate(by_size)
        ),
        Fraction(0),
    )
