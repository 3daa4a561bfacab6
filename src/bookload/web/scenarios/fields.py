"""The usual changes of a scenario as fields of a form: growth, hires, targets, minutes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from bookload.data import documents

if TYPE_CHECKING:
    from bookload.data.documents import Journey, Policy

Place = tuple[str, ...]
"""Where a value stands in the document."""

TARGETS = ("high", "mid", "low", "tech")
MINUTES = ("low", "likely", "high")
HIRE = ("role", "date", "count", "level", "fte", "ramp_months")
EMPTY_HIRES = 2
"""Rows for people who are not hired yet."""

PERCENT = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?) ?%")


@dataclass(frozen=True, slots=True)
class Value:
    """A value that may change: its place, its input, its label, what is said now, what is usual."""

    place: Place
    input: str
    label: str
    said: str
    usual: str = ""
    kind: str = "number"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table of inputs."""

    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """Everything that the form of a scenario shows."""

    about: tuple[Value, ...]
    growth: tuple[Value, ...]
    targets: tuple[Value, ...]
    minutes: tuple[Row, ...]
    hires: tuple[Row, ...]

    def filled(self, said: Mapping[str, str]) -> Form:
        """Return the same form with what somebody typed into it."""

        def typed(value: Value) -> Value:
            return replace(value, said=said.get(value.input, value.said))

        def rows(each: tuple[Row, ...]) -> tuple[Row, ...]:
            return tuple(Row(row.name, tuple(typed(value) for value in row.values)) for row in each)

        about, growth, targets = (
            tuple(typed(value) for value in each) for each in (self.about, self.growth, self.targets)
        )
        return Form(about, growth, targets, rows(self.minutes), rows(self.hires))

    def values(self) -> Iterator[Value]:
        """Yield the values outside the list of hires."""
        yield from (*self.about, *self.growth, *self.targets)
        for row in self.minutes:
            yield from row.values


def form_of(text: str, policy: Policy, journey: Journey, segments: Sequence[str]) -> Form:
    """Return the form of a scenario's text, beside what is as it is."""
    written = tomllib.loads(text, parse_float=Decimal)
    growth, changed = _section(written, "growth_per_year"), _section(written, "activities")
    targets = _section(written, "policy", "targets")
    named = [*segments, *(each for each in growth if each not in segments and each != "all"), "all"]
    hires = [each for each in written.get("hires", []) if isinstance(each, Mapping)]
    return Form(
        about=(
            Value(("name",), "name", "Name", str(written.get("name", "")), kind="text"),
            Value(
                ("sentence",),
                "sentence",
                "What would be if, in a sentence",
                str(written.get("sentence", "")),
                kind="text",
            ),
        ),
        growth=tuple(
            Value(
                ("growth_per_year", name),
                f"growth.{place}",
                "all other segments" if name == "all" else name,
                _share(growth.get(name)),
                "0%",
            )
            for place, name in enumerate(named)
        ),
        targets=tuple(
            Value(
                ("policy", "targets", name),
                f"targets.{name}",
                f"{name} touch",
                _text(targets.get(name)),
                _text(getattr(policy.targets, name)),
            )
            for name in TARGETS
        ),
        minutes=_minutes(journey, changed),
        hires=tuple(_hire(place, each) for place, each in enumerate([*hires, *([{}] * EMPTY_HIRES)])),
    )


def changed(text: str, form: Form, said: Mapping[str, str]) -> tuple[str, list[str]]:
    """Return a scenario's text with what a form says, and what is wrong with it.

    Only values that were changed are written: comments, and all that the form does not show, stay.
    """
    changes: dict[Place, object] = {}
    problems: list[str] = []
    for value in form.values():
        answer = said.get(value.input, value.said).strip()
        if answer == value.said:
            continue
        found, wrong = _read(value, answer)
        problems += wrong
        changes[value.place] = found
    mine = documents.with_keys(text, changes) if changes and not problems else text
    for row in reversed(form.hires):
        mine, wrong = _with_hire(mine, row, said)
        problems += wrong
    return mine, problems


def _with_hire(text: str, row: Row, said: Mapping[str, str]) -> tuple[str, list[str]]:
    """Return a text with a row of hires as a form says it: changed, added, or taken out if empty."""
    answers = {value.place[-1]: said.get(value.input, value.said).strip() for value in row.values}
    before = {value.place[-1]: value.said for value in row.values}
    if answers == before:
        return text, []
    place, there = int(row.values[0].place[1]), any(before.values())
    if not any(answers.values()):
        return documents.without_entry(text, "hires", place), []
    values: dict[str, object] = {}
    problems: list[str] = []
    for value in row.values:
        answer = answers[value.place[-1]]
        if answer != value.said or not there:
            found, wrong = _read(value, answer)
            problems += [f"hires, {each}" for each in wrong]
            values[value.place[-1]] = found
    if problems:
        return text, problems
    if there:
        return documents.with_values(text, "hires", place, values), []
    return documents.with_entry(text, "hires", values), []


def _minutes(journey: Journey, changed: Mapping[str, object]) -> tuple[Row, ...]:
    rows = []
    for place, activity in enumerate(journey.activities):
        if any(each.name == activity.name for each in journey.activities[:place]):
            continue  # a change holds for every activity of the name
        own = _section(changed, activity.name)
        inner = _section(own, "minutes")
        at = ("activities", activity.name)
        times = Value(
            (*at, "times"), f"times.{place}", "times", _text(own.get("times")), _text(activity.times)
        )
        bands = (
            Value(
                (*at, "minutes", name),
                f"minutes.{place}.{name}",
                f"minutes, {name}",
                _text(inner.get(name)),
                _text(getattr(activity.minutes, name)),
            )
            for name in MINUTES
        )
        rows.append(Row(activity.name, (times, *bands)))
    return tuple(rows)


def _hire(place: int, there: Mapping[str, object]) -> Row:
    kinds = {"role": "text", "level": "text", "date": "date"}
    return Row(
        str(place + 1),
        tuple(
            Value(
                ("hires", str(place), key),
                f"hires.{place}.{key}",
                key.replace("_", " "),
                _text(there.get(key)),
                kind=kinds.get(key, "whole" if key in {"count", "ramp_months"} else "number"),
            )
            for key in HIRE
        ),
    )


def _read(value: Value, answer: str) -> tuple[object, list[str]]:
    """Return what an answer says, None where it says nothing; a formula stays as it is written."""
    if not answer or value.kind == "text":
        return " ".join(answer.split()) or None, []
    if value.kind == "date":
        return _date(value, answer)
    if answer.startswith("=") and value.place[0] != "hires":
        return answer, []
    share = PERCENT.fullmatch(answer) if value.place[0] == "growth_per_year" else None
    try:
        number = Decimal(share[1]) / 100 if share else Decimal(answer.replace(",", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or (value.kind == "whole" and number != number.to_integral_value()):
        kind = "whole number" if value.kind == "whole" else "number"
        also = "" if value.place[0] == "hires" else ", or a formula that begins with ="
        return None, [f"{value.label}: '{answer[:40]}' is no {kind}; write it as 12{also}"]
    return number, []


def _date(value: Value, answer: str) -> tuple[object, list[str]]:
    try:
        return date.fromisoformat(answer), []
    except ValueError:
        return None, [f"{value.label}: '{answer[:40]}' is no date; write it as YYYY-MM-DD"]


def _section(of: Mapping[str, object], *keys: str) -> Mapping[str, object]:
    found: object = of
    for key in keys:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _text(value: object) -> str:
    if value is None:
        return ""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _share(value: object) -> str:
    """Return growth as a percentage, and a formula as it is written."""
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return f"{(Decimal(value) * 100).normalize():f}%"
    return _text(value)
