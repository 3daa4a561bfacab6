"""What the distance of each published figure comes from, live: change a cell, and its causes follow.

A row is a reading at one touch model: its heads are a product whose factors go from what is published to what
the company has. A cause's heads are its effect averaged over all orders of changing the factors, which is an
integral that four points of Gauss and Legendre give exactly (see `planning/plan/sizing/shapley.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookload.planning.plan.sizing import FACTORS
from bookload.planning.plan.sizing.shapley import POINTS, on_the_way
from bookload.report.sizing import CAUSES, METRICS
from bookload.report.workbook.sheet import cell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bookload.planning.plan.sizing import Reading, TouchBridge
    from bookload.planning.plan.sizing.shapley import Term
    from bookload.report.workbook.sheet import Sheet

ONE = "1"
LABELS = ("published figure", "touch model", "accounts", "pay, over the reference")
ACCOUNTS, PAY = 2, 3
TURNING = (
    ("pay", 0, "per pay, published"),
    ("touch_mix", 0, "heads per unit, published"),
    ("touch_mix", 1, "heads per unit of the book"),
    ("arr_per_account", 0, "units per account, yours"),
    ("arr_per_account", 1, "units per account of the book"),
    ("hours_per_account", 1, "hours, over the book's"),
    ("working_time", 1, "per paid hours"),
    ("leave", 1, "per share not on leave"),
    ("internal_share", 1, "per share for customers"),
    ("target_utilisation", 1, "per utilisation"),
)
"""The ends of factors that are not 1 everywhere: the factor, which end (0 before, 1 after), and its head."""
FIRST = 4
WAYS = FIRST + len(TURNING)
HEADS = WAYS + len(POINTS)


@dataclass(frozen=True, slots=True)
class Places:
    """The cells that causes are computed from: by touch model, and those of the whole company.

    `held` has by touch model its accounts, ARR, hours, target of ARR per CSM and accounts per CSM; `month`
    paid hours, share not on leave, share for customers, utilisation; `published` hours and paid hours; `need`
    the heads that the work asks for, and those by hours.
    """

    held: Mapping[str, tuple[str, str, str, str, str]]
    month: tuple[str, str, str, str]
    published: tuple[str, str]
    plannable: str
    need: tuple[str, str]


def head(sheet: Sheet, at: int) -> None:
    """Write the heads of the rows of causes, and the points and weights above them."""
    sheet.section(at, "Each distance, touch model by touch model: heads are a product, and its factors turn")
    sheet.put(at + 1, 0, "points between published (0) and yours (1), and their weights", "text")
    for offset, (way, weight) in enumerate(POINTS):
        sheet.put(at + 1, WAYS + offset, way, "rate")
        sheet.put(at + 2, WAYS + offset, weight, "rate")
    ways = [f"heads {way:.0%} of the way" for way, _ in POINTS]
    causes = [CAUSES[name].format(unit="figure") for name in FACTORS]
    labels = (*LABELS, *(words for *_, words in TURNING), *ways, *causes)
    sheet.head(at + 3, labels, words=(0, 1))


def rows(
    sheet: Sheet,
    at: int,
    reading: Reading,
    bridged: Sequence[TouchBridge],
    figures: Mapping[str, str],
    given: tuple[Places, int],
) -> None:
    """Write a row a touch model of a reading; `given` are the cells, and the row of the points.

    `figures` are the cells of its published figures (after pay), by touch model.
    """
    places, points = given
    for row, each in enumerate(bridged, start=at):
        sheet.put(row, 0, f"{reading.source.partition(':')[0]} ({METRICS[reading.metric]})", "text")
        sheet.put(row, 1, each.touch_model, "text")
        if each.term is None:
            _left(sheet, row, each, places)
            continue
        sheet.live(row, ACCOUNTS, f"={places.held[each.touch_model][0]}", each.term.scale, "count")
        sheet.put(row, PAY, each.pay, "rate", given=True)
        money = reading.metric == "arr_per_csm"
        published = _published(row, figures.get(each.touch_model), money=money)
        value = each.term.factors[FACTORS.index("touch_mix")][0]
        sheet.live(row, _column("touch_mix", 0), published, value, "rate")
        _ends(sheet, row, each.term, places, (each.touch_model, money))
        _parts(sheet, row, each, points)


def cause_cells(name: str, first: int, last: int) -> str:
    """Return the range of a cause's heads in some rows, as formulas name it."""
    column = HEADS + FACTORS.index(name)
    return f"{cell(first, column)}:{cell(last, column)}"


def _published(row: int, figure: str | None, *, money: bool) -> str:
    """Return the formula of the heads that a unit of ARR, or an account, is by the figure before pay."""
    pay = cell(row, PAY)
    if money:
        return f"={pay}/{figure}" if figure else "=1"
    return f"=1/{figure}" if figure else "=0"


def _left(sheet: Sheet, row: int, each: TouchBridge, places: Places) -> None:
    """Write a touch model that all accounts left in the month: its hours are hours per account."""
    hours = FACTORS.index("hours_per_account")
    formula = f"={places.held[each.touch_model][2]}/{places.plannable}"
    sheet.live(row, HEADS + hours, formula, each.heads[hours], "heads")


def _ends(sheet: Sheet, row: int, term: Term, places: Places, of: tuple[str, bool]) -> None:
    """Write the ends of the factors but the published one of the touch mix."""
    touch, money = of
    accounts, arr, hours, goal, book = places.held[touch]
    at_work, there, customers, target = places.month
    assumed, paid = places.published
    formulas = {
        ("pay", 0): f"=1/{cell(row, PAY)}",
        ("touch_mix", 1): f"=1/{goal if money else book}",
        ("arr_per_account", 0): f"={arr}/{accounts}" if money else "=1",
        ("arr_per_account", 1): f"={goal}/{book}" if money else "=1",
        ("hours_per_account", 1): f"={hours}/{accounts}*{book}/{assumed}",
        ("working_time", 1): f"={paid}/{at_work}",
        ("leave", 1): f"=1/{there}",
        ("internal_share", 1): f"={assumed}/{paid}/{customers}",
        ("target_utilisation", 1): f"=1/{target}",
    }
    for (name, end), formula in formulas.items():
        value = term.factors[FACTORS.index(name)][end]
        sheet.live(row, _column(name, end), formula, value, "rate")


def _parts(sheet: Sheet, row: int, each: TouchBridge, points: int) -> None:
    """Write the heads with every factor some of its way, and what each factor is answerable for."""
    assert each.term is not None  # noqa: S101 - narrows the type
    for offset, (way, _) in enumerate(POINTS):
        share = cell(points, WAYS + offset)
        product = "*".join(_between(row, name, share) for name in FACTORS)
        formula = f"={cell(row, ACCOUNTS)}*{product}"
        sheet.live(row, WAYS + offset, formula, on_the_way(each.term, way), "heads")
    for offset, name in enumerate(FACTORS):
        before, after = _end(row, name, 0), _end(row, name, 1)
        sums = "+".join(
            f"{cell(points + 1, WAYS + place)}*{cell(row, WAYS + place)}"
            f"/{_between(row, name, cell(points, WAYS + place))}"
            for place in range(len(POINTS))
        )
        sheet.live(row, HEADS + offset, f"=({after}-{before})*({sums})", each.heads[offset], "heads")


def _between(row: int, name: str, share: str) -> str:
    before, after = _end(row, name, 0), _end(row, name, 1)
    return f"({before}+{share}*({after}-{before}))"


def _end(row: int, name: str, end: int) -> str:
    """Return the cell of an end of a factor; 1 where it always is."""
    column = _column(name, end)
    return ONE if column < 0 else cell(row, column)


def _column(name: str, end: int) -> int:
    """Return the column of an end of a factor, -1 where it is always 1."""
    found = [place for place, (factor, side, _) in enumerate(TURNING) if (factor, side) == (name, end)]
    return FIRST + found[0] if found else -1
