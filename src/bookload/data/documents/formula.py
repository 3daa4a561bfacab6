"""Small formulas in scenarios, `= targets.high * 1.1`: read by a parser of their own, never run as a program.

    comparison = sum [("<" | "<=" | ">" | ">=" | "==" | "!=") sum]          1 where it holds, else 0
    sum        = product {("+" | "-") product}
    product    = signed {("*" | "/") signed}
    signed     = ["+" | "-"] signed | value
    value      = number | name | ("min" | "max") "(" comparison {"," comparison} ")" | "(" comparison ")"

Figures are exact fractions. There is no power, no attribute, no text and no call but `min` and `max`, so a
formula can neither reach anything nor grow beyond its length: a number has at most `MOST_DIGITS` digits, and
each token is looked at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from operator import add, eq, ge, gt, le, lt, mul, ne, sub
from types import MappingProxyType

from bookload.base.errors import DocumentError, did_you_mean

MOST_CHARACTERS = 500
MOST_DIGITS = 30
"""Digits of one number, on both sides of its decimal point together."""

DEEPEST = 40
"""How far parentheses and signs may be inside one another."""

MOST_BITS = 20_000
"""How large a result may become: beyond it, figures that refer to one another would grow without end."""

TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)"
    r"|(?P<sign><=|>=|==|!=|[-+*/(),<>]))"
)
FUNCTIONS: Mapping[str, Callable[..., Fraction]] = MappingProxyType({"min": min, "max": max})
COMPARISONS: Mapping[str, Callable[[Fraction, Fraction], bool]] = MappingProxyType(
    {"<": lt, "<=": le, ">": gt, ">=": ge, "==": eq, "!=": ne}
)
SUMS: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = MappingProxyType({"+": add, "-": sub})

Figure = Callable[[str], "Fraction | None"]
"""What a name stands for; None where nothing goes by it."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a formula: `kind` is number, name, sign or end; `place` counts its characters from 0."""

    kind: str
    text: str
    place: int


def formula_of(value: object) -> str | None:
    """Return the formula that a value of a document is, without its `=`; None for any other value."""
    return value[1:] if isinstance(value, str) and value.startswith("=") else None


def names_in(text: str) -> tuple[str, ...]:
    """Return the names of the figures that a formula reads, each once, in order."""
    found = [token.text for token in _tokens(text) if token.kind == "name" and token.text not in FUNCTIONS]
    return tuple(dict.fromkeys(found))


def evaluate(text: str, figure: Figure, known: tuple[str, ...] = ()) -> Fraction:
    """Return what a formula comes to; `known` are the names to suggest for one that stands for nothing.

    Raises `DocumentError` that shows the formula and marks the place, for anything that is no formula, for a
    name that is not known, for a division by 0, and past the limits on length, depth and size.
    """
    return _Reading(text, tuple(_tokens(text)), figure, known).whole()


def resolved(stated: Mapping[str, Decimal | str], outer: Figure) -> dict[str, Fraction]:
    """Return figures that may be formulas of one another and of `outer` ones, each computed once.

    A figure that needs itself is a `DocumentError` that names the circle.
    """
    found: dict[str, Fraction] = {}
    for name in stated:
        _settle(name, stated, outer, found, ())
    return found


def _settle(
    name: str,
    stated: Mapping[str, Decimal | str],
    outer: Figure,
    found: dict[str, Fraction],
    path: tuple[str, ...],
) -> None:
    if name in found:
        return
    if name in path:
        circle = " → ".join((*path[path.index(name) :], name))
        raise DocumentError(f"the figures {circle} need one another; state one of them as a number")
    if len(path) >= DEEPEST:
        raise DocumentError(
            f"'{path[0]}' needs more than {DEEPEST} figures one after another; shorten the chain"
        )
    value = stated[name]
    text = formula_of(value)
    if text is None:
        found[name] = number_of(value, name)
        return
    for other in names_in(text):
        if other in stated:
            _settle(other, stated, outer, found, (*path, name))

    def figure(wanted: str) -> Fraction | None:
        return found[wanted] if wanted in found else outer(wanted)

    found[name] = evaluate(text, figure, tuple(stated))


def number_of(value: object, name: str) -> Fraction:
    """Return a number of a document as a fraction; raise `DocumentError` for what is none."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise DocumentError(f"'{name}' is {value!r}; write a number, or a formula that begins with =")
    if isinstance(value, Decimal) and not value.is_finite():
        raise DocumentError(f"'{name}' is {value}, which is no number")
    if isinstance(value, Decimal) and abs(value.adjusted()) > MOST_DIGITS:
        raise DocumentError(f"'{name}' is {value}; numbers have at most {MOST_DIGITS} digits")
    return Fraction(value)


def _tokens(text: str) -> Iterator[Token]:
    if len(text) > MOST_CHARACTERS:
        raise DocumentError(
            f"a formula has at most {MOST_CHARACTERS} characters, this one {len(text)}: "
            f"'{text[:40]}…'; name parts of it under [figures]"
        )
    place, end = 0, len(text.rstrip())
    while place < end:
        match = TOKEN.match(text, place)
        if match is None:
            at = place + len(text[place:]) - len(text[place:].lstrip())
            raise refused(text, at, f"'{text[at]}' is no part of a formula; allowed: {ALLOWED}")
        kind = str(match.lastgroup)
        token = Token(kind, match[kind], match.start(kind))
        if kind == "number" and len(token.text) > MOST_DIGITS:
            raise refused(text, token.place, f"a number has at most {MOST_DIGITS} digits")
        yield token
        place = match.end()
    yield Token("end", "", end)


ALLOWED = "numbers, names of figures, + - * /, comparisons, parentheses, min and max"


def refused(text: str, place: int, why: str) -> DocumentError:
    """Return the error that shows a formula with a caret under the place that it is about."""
    shown = "".join(each if each.isprintable() else " " for each in text)
    return DocumentError(f"{why}\n    ={shown}\n    {' ' * (place + 1)}^")


@dataclass
class _Reading:
    """One formula as it is read: computed on the way, each token looked at once."""

    text: str
    tokens: tuple[Token, ...]
    figure: Figure
    known: tuple[str, ...]
    at: int = 0
    depth: int = 0

    def whole(self) -> Fraction:
        if self.now.kind == "end":
            raise refused(self.text, 0, "there is no formula after the =")
        found = self.comparison()
        if self.now.kind != "end":
            raise refused(self.text, self.now.place, f"'{self.now.text}' is not expected here")
        return found

    @property
    def now(self) -> Token:
        return self.tokens[self.at]

    def taken(self, *signs: str) -> Token | None:
        """Return the token here and go past it, if it is one of some signs."""
        token = self.now
        if token.kind == "sign" and token.text in signs:
            self.at += 1
            return token
        return None

    def comparison(self) -> Fraction:
        self.depth += 1
        if self.depth > DEEPEST:
            raise refused(self.text, self.now.place, f"parentheses go at most {DEEPEST} deep")
        found = self.sum()
        if sign := self.taken(*COMPARISONS):
            found = Fraction(COMPARISONS[sign.text](found, self.sum()))
        self.depth -= 1
        return found

    def sum(self) -> Fraction:
        found = self.product()
        while sign := self.taken(*SUMS):
            found = self.bounded(SUMS[sign.text](found, self.product()), sign)
        return found

    def product(self) -> Fraction:
        found = self.signed()
        while sign := self.taken("*", "/"):
            other = self.signed()
            if sign.text == "/" and not other:
                raise refused(self.text, sign.place, "a division by 0")
            found = self.bounded(mul(found, other) if sign.text == "*" else found / other, sign)
        return found

    def signed(self) -> Fraction:
        negative = False
        while sign := self.taken("+", "-"):
            negative ^= sign.text == "-"
        found = self.value()
        return -found if negative else found

    def value(self) -> Fraction:
        token = self.now
        if self.taken("("):
            found = self.comparison()
            self.expect(")")
            return found
        self.at += token.kind != "end"
        if token.kind == "number":
            return Fraction(token.text.removesuffix("."))
        if token.kind != "name":
            here = f"'{token.text}'" if token.text else "nothing"
            raise refused(self.text, token.place, f"a number, a name or ( is expected here, not {here}")
        return self.called(token) if token.text in FUNCTIONS else self.named(token)

    def named(self, token: Token) -> Fraction:
        if self.now.text == "(":
            allowed = ", ".join(FUNCTIONS)
            raise refused(self.text, token.place, f"'{token.text}' is no function; allowed: {allowed}")
        found = self.figure(token.text)
        if found is None:
            hint = did_you_mean(token.text, self.known)
            raise refused(self.text, token.place, f"no figure is called '{token.text}'{hint}")
        return self.bounded(found, token)

    def called(self, token: Token) -> Fraction:
        self.expect("(")
        given = [self.comparison()]
        while self.taken(","):
            given.append(self.comparison())
        self.expect(")")
        return FUNCTIONS[token.text](*given, *given[:1])

    def expect(self, sign: str) -> None:
        if not self.taken(sign):
            here = f"'{self.now.text}'" if self.now.text else "the end"
            raise refused(self.text, self.now.place, f"'{sign}' is expected here, not {here}")

    def bounded(self, found: Fraction, token: Token) -> Fraction:
        """Return a result that is not too large to go on with."""
        if found.numerator.bit_length() + found.denominator.bit_length() > MOST_BITS:
            raise refused(self.text, token.place, "the result becomes too large")
        return found
