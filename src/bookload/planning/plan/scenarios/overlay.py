"""The documents of a scenario: policy and journey with its changes laid over them, formulas worked out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pydantic import BaseModel, ValidationError

from bookload.base.errors import DocumentError, did_you_mean
from bookload.data.documents import Activity, Journey, Policy, Scenario
from bookload.data.documents.formula import evaluate, formula_of, resolved

PLACES = 12
"""Decimals that a formula's result is rounded to where a document keeps it."""

LEAST_GROWTH, MOST_GROWTH = -1, 100
"""Bounds of growth a year, as `Scenario` has them: at -1 or below nothing is left to grow."""

LARGE = 10**15
"""Beyond it a formula's result is not written out."""

FIXED = ("version", "profiles", "engine", "tables")
"""Parts of a policy that say where rows are, or define profiles: no what-if changes them."""


def policy_under(policy: Policy, scenario: Scenario) -> Policy:
    """Return a policy with a scenario's changes; raise `DocumentError` for one that cannot be meant.

    A changed profile sets its switches first, then those that the scenario states beside it.
    """
    changed = policy
    profile = scenario.policy.get("revenue", {}).get("profile")
    if isinstance(profile, str):
        changed = changed.under(profile)
    numbers = scenario_figures(policy, scenario)
    allowed = sorted(set(Policy.model_fields) - set(FIXED))
    for name, changes in scenario.policy.items():
        if name not in allowed:
            hint = did_you_mean(name, allowed)
            raise DocumentError(
                f"no section of the policy is called '{name}'{hint}; allowed: {', '.join(allowed)}"
            )
        section: BaseModel = getattr(changed, name)
        made = _laid(section, changes, numbers, f"policy.{name}")
        changed = changed.model_copy(update={name: made})
    return changed


def journey_under(journey: Journey, policy: Policy, scenario: Scenario) -> Journey:
    """Return a journey with a scenario's changes; raise `DocumentError` for one that cannot be meant.

    Changes hold for every activity of the name; what is `removed` goes, what is `added` comes last.
    """
    names = {activity.name for activity in journey.activities}
    for name in (*scenario.activities, *scenario.removed):
        if name not in names:
            raise DocumentError(f"the journey has no activity '{name}'{did_you_mean(name, names)}")
    outer = scenario_figures(policy, scenario)
    activities = []
    for activity in journey.activities:
        if activity.name in scenario.removed:
            continue
        changes = scenario.activities.get(activity.name)
        if changes is None:
            activities.append(activity)
            continue
        numbers = Numbers(outer.own, (activity, policy))
        activities.append(_laid(activity, changes, numbers, f"activity '{activity.name}'"))
    activities += [_made(Activity, _worked(each, outer), "added") for each in scenario.added]
    stated = {"stages": journey.stages, "activities": tuple(activities)}
    try:
        return Journey.model_validate(stated)
    except ValidationError as error:
        raise DocumentError(_said(error, "journey")) from None


def growth_of(policy: Policy, scenario: Scenario) -> Mapping[str, Fraction]:
    """Return the growth a year of each segment that a scenario names, `all` for the others.

    Raises `DocumentError` for a formula that comes to more than a document may state.
    """
    numbers = scenario_figures(policy, scenario)
    found = {segment: _number(value, numbers) for segment, value in scenario.growth_per_year.items()}
    for segment, rate in found.items():
        if not LEAST_GROWTH < rate <= MOST_GROWTH:
            message = f"growth_per_year.{segment} is above {LEAST_GROWTH} and at most {MOST_GROWTH}"
            shown = float(min(max(rate, Fraction(-LARGE)), Fraction(LARGE)))
            raise DocumentError(f"{message}; its formula comes to {shown:g}")
    return found


@dataclass(frozen=True)
class Numbers:
    """What names stand for in a scenario's formulas: its own figures, then the numbers of documents.

    A number of a document goes by its place: `targets.high`, `minutes.likely`. Calling it returns None for a
    name that stands for nothing.
    """

    own: Mapping[str, Fraction]
    documents: tuple[BaseModel, ...]

    def __call__(self, name: str) -> Fraction | None:
        """Return the figure of a name; None where there is none."""
        if name in self.own:
            return self.own[name]
        found = (_number_at(each, name) for each in self.documents)
        return next((number for number in found if number is not None), None)

    @property
    def known(self) -> tuple[str, ...]:
        """The names that stand for something."""
        return (*self.own, *(name for each in self.documents for name in _places(each)))


def scenario_figures(policy: Policy, scenario: Scenario) -> Numbers:
    """Return what names stand for in a scenario's formulas; those of its own may need one another."""
    outer = Numbers({}, (policy,))
    return Numbers(resolved(scenario.figures, outer), (policy,))


def _number_at(document: BaseModel, name: str) -> Fraction | None:
    found: Any = document
    for part in name.split("."):
        if isinstance(found, Mapping):
            found = found.get(part)
        elif isinstance(found, BaseModel) and part in type(found).model_fields:
            found = getattr(found, part)
        else:
            return None
    return Fraction(found) if _is_number(found) else None


def _places(document: BaseModel) -> Iterator[str]:
    """Yield the places of a document's numbers."""
    for name in type(document).model_fields:
        value = getattr(document, name)
        if isinstance(value, BaseModel):
            yield from (f"{name}.{inner}" for inner in _places(value))
        elif _is_number(value):
            yield name


def _is_number(value: object) -> bool:
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


def _laid(model: Any, changes: Mapping[str, Any], numbers: Numbers, where: str) -> Any:  # noqa: ANN401 - any section
    merged = _merged(model.model_dump(), _worked(changes, numbers))
    return _made(type(model), merged, where)


def _made(kind: type[BaseModel], values: Mapping[str, Any], where: str) -> Any:  # noqa: ANN401 - any section
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        raise DocumentError(_said(error, where)) from None


def _merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Return one mapping laid over another, key by key, inside too."""
    found = dict(old)
    for key, value in new.items():
        held = found.get(key)
        both = isinstance(held, Mapping) and isinstance(value, Mapping)
        found[key] = _merged(held, value) if both else value  # type: ignore[arg-type]  # narrowed by `both`
    return found


def _worked(value: Any, numbers: Numbers) -> Any:  # noqa: ANN401 - any value of a document
    """Return values with their formulas worked out."""
    if isinstance(value, Mapping):
        return {key: _worked(each, numbers) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_worked(each, numbers) for each in value]
    text = formula_of(value)
    return value if text is None else _decimal(evaluate(text, numbers, numbers.known))


def _number(value: Decimal | str, numbers: Numbers) -> Fraction:
    worked = _worked(value, numbers)
    if isinstance(worked, str):
        raise DocumentError(f"'{worked}' is no number; a formula begins with =")
    return Fraction(worked)


def _decimal(value: Fraction) -> int | Decimal:
    if value.denominator == 1:
        return value.numerator
    return Decimal(round(value * 10**PLACES)).scaleb(-PLACES)


def _said(error: ValidationError, where: str) -> str:
    problems = [
        f"{'.'.join(str(part) for part in each['loc']) or 'all of it'}: "
        f"{each['msg'].removeprefix('Value error, ')}"
        for each in error.errors()
    ]
    return f"{where}: " + "; ".join(problems)
