"""Scenarios side by side: figures, differences from the company as it is, and what drives each difference.

    difference = sum over parts of (the part alone - base) + interaction

Each part is applied alone; what they do together beyond that is the interaction, a line of its own, so that
the bridge adds up exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from bookload.base.access import Right
from bookload.base.errors import DocumentError
from bookload.base.progress import Progress
from bookload.data.documents import Journey, Levers, Policy
from bookload.data.documents.formula import Figure, evaluate, formula_of, names_in
from bookload.data.reader import Reader
from bookload.planning.plan.levers.catalogue import catalogue
from bookload.planning.plan.scenarios.figures import FIGURES, Figures, figures
from bookload.planning.plan.scenarios.overlay import (
    growth_of,
    journey_under,
    policy_under,
    scenario_figures,
)
from bookload.planning.plan.scenarios.parts import NONE, Part, Variant, WhatIf, choice_of, variant

if TYPE_CHECKING:
    from bookload.planning.plan.scenarios.staffed import Staffed

Made = TypeVar("Made")
MONTHS = 12

STAND_INS: Figures = {name: Fraction(1_000_003 + 7_919 * place) for place, name in enumerate(FIGURES)}
"""Figures to read a formula with before any is known: no two alike, so that no difference of two is 0."""


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
    """Scenarios side by side, over some months ahead of a date; the `broken` ones are left out.

    `staffed`, where it was asked for, has the hiring plan of the company as it is, then of each scenario.
    """

    as_of: date
    months: int
    base: Figures
    scenarios: tuple[Compared, ...]
    broken: tuple[Broken, ...] = ()
    staffed: tuple[Staffed, ...] = ()


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
    left = list(broken or ()) if broken is not None else None
    # What can be told from the documents is told before anything is computed.
    made = ((each, _tried(each, left, partial(_whole, reader, each, own))) for each in what_ifs)
    asked = [(each, whole) for each, whole in made if whole is not None]
    steps = 1 + sum(1 + (len(each.parts) > 1) * len(each.parts) for each, _ in asked)
    told.step("scenarios", 0, steps)
    base = figures(Variant(reader, {}), months) if asked or not left else {}
    setting, done, found = _Setting(reader, base, months, own), 1, []
    for what_if, whole in asked:
        told.step("scenarios", done, steps)
        found.append(_tried(what_if, left, partial(setting.compared, what_if, whole)))
        done += 1 + (len(what_if.parts) > 1) * len(what_if.parts)
    told.step("scenarios", steps, steps)
    scenarios = tuple(each for each in found if each is not None)
    return Comparison(
        reader.as_of, months, base, scenarios, tuple(sorted(left or (), key=lambda each: each.name))
    )


def with_plans(
    reader: Reader, found: Comparison, what_ifs: Sequence[WhatIf], own: Levers | None, told: Progress
) -> Comparison:
    """Return a comparison with the hiring plan of the company as it is and as each scenario has it.

    It takes a forecast for each. Raises as `plan` does.
    """
    from bookload.planning.plan.scenarios.staffed import staffed  # noqa: PLC0415 - a solver: slow to load

    rows = [staffed(reader, None, found.months, told)]
    for what_if in what_ifs:
        if any(each.name == what_if.name for each in found.scenarios):
            made = variant(reader, what_if, what_if.parts, own)
            with what_if.blamed():
                rows.append(staffed(made.reader, what_if.name, found.months, told))
    return replace(found, staffed=tuple(rows))


def checked(what_if: WhatIf, policy: Policy, journey: Journey, own: Levers | None) -> None:
    """Raise `DocumentError` for a scenario that cannot be meant, as far as documents tell without rows."""
    scenario = what_if.scenario
    with what_if.blamed("policy"):
        changed = policy_under(policy, scenario)
    with what_if.blamed("journey"):
        journey_under(journey, changed, scenario)
    with what_if.blamed("growth"):
        growth_of(changed, scenario)
    if scenario.levers or scenario.pulled:
        with what_if.blamed("levers"):
            choice_of(scenario, journey, catalogue(journey, policy, own))
    with what_if.blamed("results"):
        _check_results(what_if)
        numbers = scenario_figures(policy, scenario)
        for stated in scenario.results.values():
            _result(stated, STAND_INS, numbers)


def _tried(what_if: WhatIf, left: list[Broken] | None, made: Callable[[], Made]) -> Made | None:
    """Return what is made of a scenario; None for one that cannot be meant: it is one of those `left` out."""
    try:
        with what_if.blamed():
            return made()
    except DocumentError as error:
        if left is None:
            raise
        left.append(Broken(what_if.name, str(error)))
        return None


def _whole(reader: Reader, what_if: WhatIf, own: Levers | None) -> Variant:
    with what_if.blamed("results"):
        _check_results(what_if)
    return variant(reader, what_if, what_if.parts, own)


@dataclass(frozen=True)
class _Setting:
    """What a scenario is compared with, over how many months, by whom, with which levers."""

    reader: Reader
    base: Figures
    months: int
    own: Levers | None

    def compared(self, what_if: WhatIf, varied: Variant) -> Compared:
        """Return a scenario, as it is whole, beside the base, and what each of its parts does alone."""
        parts, base = what_if.parts, self.base
        whole = figures(varied, self.months)
        alone = dict.fromkeys(parts[:1], whole)
        if len(parts) > 1:
            alone = {part: figures(self._only(what_if, part), self.months) for part in parts}
        return Compared(
            name=what_if.name,
            title=what_if.scenario.name,
            sentence=what_if.scenario.sentence,
            parts=parts,
            differences=tuple(bridged(name, base, whole, alone) for name in FIGURES if name in base),
            results=_results(self.reader, what_if, base, whole),
            estimates="growth" in parts,
            pay_withheld=what_if.pay_withheld,
        )

    def _only(self, what_if: WhatIf, part: Part) -> Variant:
        return variant(self.reader, what_if, (part,), self.own)


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
