"""A second witness for workbooks: computes their formulas again from what is written in the cells.

Knows what the report's workbook uses: + - * / comparisons, ranges, names, other sheets, a dozen functions. It
shares nothing with the program: openpyxl reads the file, what is computed comes from the formulas alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

Value = Any
TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+\.?\d*(?:E[+-]?\d+)?)
    |(?P<text>"(?:[^"]|"")*")
    |(?P<cell>(?:'(?:[^']|'')+'!|[A-Za-z_]\w*!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?(?![\w(]))
    |(?P<call>[A-Z]+)(?=\()
    |(?P<name>[A-Za-z_]\w*)
    |(?P<sign><=|>=|<>|[-+*/(),=<>]))""",
    re.VERBOSE,
)


@dataclass
class Recomputed:
    """A workbook whose cells can be asked for their value, formulas computed again."""

    path: Path
    known: dict[tuple[str, str], Value] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.formulas = load_workbook(self.path)
        self.cached = load_workbook(self.path, data_only=True)
        self.names = {name: defined.attr_text for name, defined in self.formulas.defined_names.items()}

    def all_formulas(self) -> Iterator[tuple[str, str, str, Value, Value]]:
        """Yield sheet, cell, formula, the value in the file, and the value computed again."""
        for sheet in self.formulas.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        place = (sheet.title, cell.coordinate)
                        yield *place, cell.value, self.cached[place[0]][place[1]].value, self.value(*place)

    def value(self, sheet: str, coordinate: str) -> Value:
        """Return what a cell comes to."""
        place = (sheet, coordinate)
        if place not in self.known:
            cell = self.formulas[sheet][coordinate]
            self.known[place] = (
                Parser(self, sheet, cell.value[1:]).result() if cell.data_type == "f" else cell.value
            )
        return self.known[place]

    def area(self, sheet: str, text: str) -> list[Value]:
        """Return the values of a range, row by row; one cell is a range too."""
        own, _, cells = text.rpartition("!")
        title = own.strip("'").replace("''", "'") or sheet
        left, top, right, bottom = range_boundaries(cells.replace("$", ""))
        rows = self.formulas[title].iter_rows(min_row=top, max_row=bottom, min_col=left, max_col=right)
        return [self.value(title, cell.coordinate) for row in rows for cell in row]


class Parser:
    """Precedence climbing over one formula."""

    def __init__(self, book: Recomputed, sheet: str, text: str) -> None:
        self.book, self.sheet, self.text = book, sheet, text
        self.tokens = [match for match in TOKEN.finditer(text) if match.group().strip()]
        assert "".join(match.group() for match in self.tokens).replace(" ", "") == text.replace(" ", ""), text
        self.at = 0

    def result(self) -> Value:
        value = self.compared()
        assert self.at == len(self.tokens), f"{self.text} goes on at {self.at}"
        return value[0] if isinstance(value, list) else value

    def peek(self) -> str:
        return self.tokens[self.at].group().strip() if self.at < len(self.tokens) else ""

    def take(self, expected: str = "") -> re.Match[str]:
        token = self.tokens[self.at]
        assert not expected or token.group().strip() == expected, f"{self.text}: {expected} expected"
        self.at += 1
        return token

    def compared(self) -> Value:
        left = self.added()
        while self.peek() in COMPARE:
            sign = self.take().group().strip()
            left = COMPARE[sign](one(left), one(self.added()))
        return left

    def added(self) -> Value:
        left = self.multiplied()
        while self.peek() in {"+", "-"}:
            sign, right = self.take().group().strip(), None
            right = one(self.multiplied())
            left = one(left) + right if sign == "+" else one(left) - right
        return left

    def multiplied(self) -> Value:
        left = self.single()
        while self.peek() in {"*", "/"}:
            sign = self.take().group().strip()
            right = one(self.single())
            left = one(left) * right if sign == "*" else one(left) / right
        return left

    def single(self) -> Value:
        if self.peek() == "-":
            self.take()
            return -one(self.single())
        if self.peek() == "(":
            self.take()
            value = self.compared()
            self.take(")")
            return value
        return self.leaf(self.take())

    def leaf(self, token: re.Match[str]) -> Value:
        if token["call"]:
            return self.called(token["call"])
        if token["number"]:
            return float(token["number"])
        if token["text"]:
            return token["text"][1:-1].replace('""', '"')
        where = token["cell"] or self.book.names.get(token["name"])
        assert where, f"{self.text}: nothing is called {token.group()}"
        return self.book.area(self.sheet, where)

    def called(self, name: str) -> Value:
        self.take("(")
        if name == "IF":
            return self.chosen()
        arguments = []
        while self.peek() != ")":
            arguments.append(self.compared())
            if self.peek() == ",":
                self.take()
        self.take(")")
        return CALLS[name](*arguments)

    def chosen(self) -> Value:
        """Compute the branch that holds and skip the other, as a spreadsheet does."""
        condition = one(self.compared())
        self.take(",")
        branches = []
        for wanted in (True, False):
            branches.append(self.compared() if bool(condition) is wanted else self.skipped())
            self.take("," if wanted else ")")
        return branches[0 if condition else 1]

    def skipped(self) -> Value:
        """Pass over a branch; it comes to nothing."""
        depth = 0
        while depth or self.peek() not in {",", ")"}:
            depth += {"(": 1, ")": -1}.get(self.peek(), 0)
            self.at += 1
        return None


def one(value: Value) -> Value:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def numbers(arguments: tuple[Value, ...]) -> list[float]:
    """Return the numbers of ranges and single values; text in ranges does not count, as in a spreadsheet."""
    flat = [each for value in arguments for each in (value if isinstance(value, list) else [value])]
    return [each for each in flat if isinstance(each, (int, float)) and not isinstance(each, bool)]


def matching(pairs: tuple[Value, ...]) -> list[bool]:
    wanted = [one(value) for value in pairs[1::2]]
    return [
        all(str(value).casefold() == str(want).casefold() for value, want in zip(row, wanted, strict=True))
        for row in zip(*pairs[0::2], strict=True)
    ]


def up(value: float, places: float) -> float:
    return math.ceil(value * 10**places) / 10**places


COMPARE: dict[str, Callable[[Value, Value], bool]] = {
    "=": lambda left, right: left == right,
    "<>": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    ">": lambda left, right: left > right,
    "<=": lambda left, right: left <= right,
    ">=": lambda left, right: left >= right,
}
CALLS: dict[str, Callable[..., Value]] = {
    "SUM": lambda *values: math.fsum(numbers(values)),
    "COUNT": lambda *values: len(numbers(values)),
    "SUMPRODUCT": lambda left, right: math.fsum(
        math.prod(pair) for pair in zip(left, right, strict=True) if len(numbers(pair)) == len(pair)
    ),
    "MAX": lambda *values: max(numbers(values)),
    "MIN": lambda *values: min(numbers(values)),
    "ABS": lambda value: abs(one(value)),
    "N": lambda value: one(value) if isinstance(one(value), (int, float)) else 0,
    "AND": lambda *values: all(one(value) for value in values),
    "NOT": lambda value: not one(value),
    "ISNUMBER": lambda value: isinstance(one(value), (int, float)) and not isinstance(one(value), bool),
    "ROUND": lambda value, places: round(one(value), int(one(places))),
    "ROUNDUP": lambda value, places: up(one(value), one(places)),
    "SUMIFS": lambda area, *pairs: math.fsum(
        value for value, holds in zip(area, matching(pairs), strict=True) if holds
    ),
    "COUNTIFS": lambda *pairs: sum(matching(pairs)),
}
