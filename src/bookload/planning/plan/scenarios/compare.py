"""Scenarios side by side: figures, differences from the company as it is, and what drives each difference.

    difference = sum over parts of (the part alone - base) + interaction

Each part is applied alone; what they do together beyond that is the interaction, a line of its own, so that
the bridge adds up exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bookload.base.access import Right
from bookload.base.errors import DocumentError
from bookload.base.progress import Progress
from bookload.data.documents import Levers
from bookload.data.documents.formula import Figure, evaluate, formula_of, names_in
from bookload.data.reader import Reader
from bookload.planning.plan.scenarios.figures import FIGURES, Figures, figures
from bookload.planning.plan.scenarios.overlay import scenario_figures
from bookload.planning.plan.scenarios.parts import NONE, Part, Variant, WhatIf, variant

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of a scenario against the base; n/a on either side makes the difference n/a.

    `bridge` has the difference that each part makes alone, `interaction` the rest: they add up to it exactly.
    """

    figure: str
    base: Fraction | None
    value: Fraction | None
    difference: Fraction | None
    bridge: Mapping[Part, Fraction | None]
    interaction: Fraction | None


@dataclass(frozen=True)
class Compared:
    """One scenario against the company as it is.

    `results` are those of its own formulas, with the same of the base. `estimates`: growth makes the figures
    of the months ahead estimates.
    """

    name: str
    title: str
    sentence: str
    parts: tuple[Part, ...]
    differences: tuple[Difference, ...]
    results: Mapping[str, tuple[Fraction | None, Fraction | None]]
    estimates: bool
    pay_withheld: bool

    def of(self, figure: str) -> Difference | None:
        """Return a figure's difference; None where it is not compared."""
        return next((each for each in self.differences if each.figure == figure), None)


@dataclass(frozen=True, slots=True)
class Broken:
    """A scenario that cannot be meant; `message` names its file, its line where one is to blame, and why."""

    name: str
    message: str


@dataclass(frozen=True)
class Comparison:
    """Scenarios side by side, over some months ahead of a date; the `broken` ones are left out."""

    as_of: date
    months: int
    base: Figures
    scenarios: tuple[Compared, ...]
    broken: tuple[Broken, ...] = ()


def compare(
    reader: Reader,
    what_ifs: Sequence[WhatIf],
    *,
    months: int = MONTHS,
    own: Levers | None = None,
    progress: Progress | None = None,
    broken: Sequence[Broken] | None = None,
) -> Comparison:
    """Return scenarios beside the company as it is; `own` are its levers.

    With `broken`, those that could not be read, one that cannot be meant is left out beside them; without,
    as for those that are asked for by name, it stops the others. Raises `AccessDeniedError` for a reader of
    some accounts only, and `DocumentError` for a scenario that cannot be meant.
    """
    reader.access.demand({Right.ALL_ROWS}, "the comparison of scenarios")
    told = progress or Progress()
    steps = 1 + sum(1 + (len(each.parts) > 1) * len(each.parts) for each in what_ifs)
    told.step("scenarios", 0, steps)
    base = figures(Variant(reader, {}), months)
    done = 1
    found, left = [], list(broken or ())
    for what_if in what_ifs:
        told.step("scenarios", done, steps)
        try:
            with what_if.blamed():
                found.append(_compared(reader, what_if, base, months, own))
        except DocumentError as error:
            if broken is None:
                raise
            left.append(Broken(what_if.name, str(error)))
        done += 1 + (len(what_if.parts) > 1) * len(what_if.parts)
    told.step("scenarios", steps, steps)
    return Comparison(
        reader.as_of, months, base, tuple(found), tuple(sorted(left, key=lambda each: each.name))
    )


def _compared(reader: Reader, what_if: WhatIf, base: Figures, months: int, own: Levers | None) -> Compared:
    parts = what_if.parts
    with what_if.blamed("results"):
        _check_results(what_if)
    whole = figures(variant(reader, what_if, parts, own), months)
    if len(parts) == 1:
        alone = {parts[0]: whole}
    else:
        alone = {part: figures(variant(reader, what_if, (part,), own), months) for part in parts}
    return Compared(
        name=what_if.name,
        title=what_if.scenario.name,
        sentence=what_if.scenario.sentence,
        parts=parts,
        differences=tuple(bridged(name, base, whole, alone) for name in FIGURES if name in base),
        results=_results(reader, what_if, base, whole),
        estimates="growth" in parts,
        pay_withheld=what_if.pay_withheld,
    )


def bridged(name: str, base: Figures, whole: Figures, alone: Mapping[Part, Figures]) -> Difference:
    """Return a figure's difference with what each part makes of it, and the interaction that is left."""
    was, now = base.get(name), whole.get(name)
    bridge = {part: _less(values.get(name), was) for part, values in alone.items()}
    difference = _less(now, was)
    known = [each for each in bridge.values() if each is not None]
    interaction = None
    if difference is not None and len(known) == len(bridge):
        interaction = difference - sum(known, NONE)
    return Difference(name, was, now, difference, bridge, interaction)


def _less(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one - other


def _results(
    reader: Reader, what_if: WhatIf, base: Figures, whole: Figures
) -> Mapping[str, tuple[Fraction | None, Fraction | None]]:
    """Return what a scenario's own formulas come to, of the base and of the scenario."""
    numbers = scenario_figures(reader.policy, what_if.scenario)
    with what_if.blamed("results"):
        return {
            name: (_result(stated, base, numbers), _result(stated, whole, numbers))
            for name, stated in what_if.scenario.results.items()
        }


def _check_results(what_if: WhatIf) -> None:
    for name, stated in what_if.scenario.results.items():
        if formula_of(stated) is None:
            raise DocumentError(f"results.{name} is no formula; it begins with =")


def _result(stated: str, values: Figures, numbers: Figure) -> Fraction | None:
    """Return a formula over figures; None where it needs one that is n/a."""
    text = formula_of(stated) or ""
    if any(name in FIGURES and values.get(name) is None for name in names_in(text)):
        return None

    def figure(name: str) -> Fraction | None:
        return values[name] if name in FIGURES else numbers(name)

    return evaluate(text, figure, tuple(FIGURES))
