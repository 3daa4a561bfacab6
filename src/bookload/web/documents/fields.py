"""The fields of a stage and of an activity: how each is shown in a form, and read from one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Literal

from bookload.data.documents import Activity, Stage

if TYPE_CHECKING:
    from pydantic import BaseModel

PARTS = {"days": ("from", "to"), "minutes": ("low", "likely", "high")}
"""Kinds that take several numbers, each in a field of its own."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its key in the document, its label, how it is filled in, and what it means."""

    key: str
    label: str
    kind: Literal["text", "number", "days", "minutes", "words", "units", "list", "switch"] = "text"
    note: str = ""
    options: tuple[str, ...] = ()
    required: bool = False

    @property
    def inputs(self) -> tuple[tuple[str, str], ...]:
        """The names of its inputs, each with what it is called beside the label."""
        return tuple((f"{self.key}.{part}", part) for part in PARTS.get(self.kind, ())) or ((self.key, ""),)


STAGE = (
    Field("name", "Name", required=True),
    Field(
        "days_since_start",
        "Days since the start",
        "days",
        "From the first number to the day before the second.",
    ),
    Field(
        "days_to_renewal",
        "Days to the renewal",
        "days",
        "From the first number to the day before the second.",
    ),
    Field(
        "from_event",
        "From the event",
        note="A kind of account event; days since the start then count from it.",
    ),
    Field("until_event", "Until the event", note="An onboarding that ends with go_live, say."),
    Field(
        "event", "While the stage event says", note="The value of the account's latest event of kind stage."
    ),
    Field("health", "While health is one of", "words", "With commas between."),
)
ACTIVITY = (
    Field("name", "Name", required=True),
    Field("stage", "Stage", "list", required=True),
    Field(
        "minutes",
        "Minutes of one delivery",
        "minutes",
        "One in ten takes less than low, one in ten more than high.",
    ),
    Field("times", "Times", "number"),
    Field("per", "Per", "list", options=("stage", "month", "quarter", "year", "event")),
    Field("role", "Role", note="Whose work it is: csm unless said."),
    Field("level", "Level", note="Where only some level does it."),
    Field("mode", "Mode", "list", options=("personal", "group", "automated")),
    Field("group_size", "Accounts in a group", "number", "How many share one session, in mode group."),
    Field("share", "Share of accounts", "number", "1 is all of them, 0.25 a quarter."),
    Field("automated_share", "Automated share", "number", "The part that takes nobody's time, from 0 to 1."),
    Field(
        "per_unit", "Minutes per unit", "units", "As integrations = 15, seats = 0.5: more minutes per unit."
    ),
    Field("segments", "Only in the segments", "words", "With commas between; all where left empty."),
    Field("touch_models", "Only for touch models", "words", "Of high, mid, low, tech; all where left empty."),
    Field("kinds", "Kinds in the log", "words", "The kinds of logged activities that it is."),
    Field("points", "Points", "number", "What it is worth to the customer, beside the others."),
    Field("assumed", "Nobody measured these minutes", "switch"),
)
FIELDS: Mapping[str, tuple[Field, ...]] = {"stages": STAGE, "activities": ACTIVITY}
MODELS: Mapping[str, type[BaseModel]] = {"stages": Stage, "activities": Activity}


def said_of(entry: BaseModel, fields: tuple[Field, ...]) -> dict[str, str]:
    """Return what stands in the inputs of an entry's form."""
    said: dict[str, str] = {}
    for field in fields:
        value = getattr(entry, field.key)
        if field.kind in PARTS:
            parts = PARTS[field.kind]
            each = value or ("",) * len(parts) if field.kind == "days" else [getattr(value, p) for p in parts]
            said |= {f"{field.key}.{part}": str(one) for part, one in zip(parts, each, strict=True)}
        elif field.kind == "words":
            said[field.key] = ", ".join(value)
        elif field.kind == "units":
            said[field.key] = ", ".join(f"{unit} = {minutes}" for unit, minutes in value.items())
        elif field.kind == "switch":
            said[field.key] = "true" if value else ""
        else:
            said[field.key] = "" if value is None else str(value)
    return said


def read(
    said: Mapping[str, str], fields: tuple[Field, ...], there: Mapping[str, object], of: type[BaseModel]
) -> tuple[dict[str, object], list[str]]:
    """Return the values that a form says, by key, and what is wrong with them.

    None is for what need not be written: left empty, or as it is usually and not written out so far.
    """
    values: dict[str, object] = {}
    problems: list[str] = []
    for field in fields:
        value, wrong = _value(field, said)
        problems += wrong
        if field.required and value is None:
            problems.append(f"{field.label}: this cannot be empty")
        usual = of.model_fields[field.key].get_default(call_default_factory=True)
        as_usual = value == usual or (not value and not usual)
        values[field.key] = None if as_usual and field.key not in there else value
    return values, problems


def _value(field: Field, said: Mapping[str, str]) -> tuple[object, list[str]]:
    texts = [said.get(name, "").strip() for name, _ in field.inputs]
    if field.kind in PARTS:
        return _parts(field, texts)
    if field.kind == "switch":
        return texts[0] == "true", []
    return READ.get(field.kind, _text)(field, texts[0]) if texts[0] else (None, [])


def _text(_field: Field, text: str) -> tuple[object, list[str]]:
    return text, []


def _words(_field: Field, text: str) -> tuple[object, list[str]]:
    return [word.strip() for word in text.split(",") if word.strip()], []


def _parts(field: Field, texts: list[str]) -> tuple[object, list[str]]:
    if not any(texts):
        return None, []
    if not all(texts):
        return None, [f"{field.label}: fill in all of {', '.join(PARTS[field.kind])}, or none"]
    numbers = [_number(field, text) for text in texts]
    wrong = [problem for _, problems in numbers for problem in problems]
    if field.kind == "days":
        return None if wrong else [int(str(number)) for number, _ in numbers], wrong
    return dict(zip(PARTS[field.kind], (number for number, _ in numbers), strict=True)), wrong


def _units(field: Field, text: str) -> tuple[object, list[str]]:
    found: dict[str, object] = {}
    problems: list[str] = []
    for part in filter(None, (each.strip() for each in text.split(","))):
        unit, sign, minutes = part.partition("=")
        number, wrong = _number(field, minutes.strip())
        if not sign or not unit.strip() or wrong:
            problems.append(f"{field.label}: write '{part}' as unit = minutes")
        else:
            found[unit.strip()] = number
    return found, problems


def _number(field: Field, text: str) -> tuple[Decimal | None, list[str]]:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    whole = field.kind != "days" or number == number.to_integral_value()
    if not number.is_finite() or not whole:
        kind = "whole number" if field.kind == "days" else "number"
        return None, [
            f"{field.label}: '{text}' is no {kind}; write it as 12{'' if kind[0] == 'w' else ' or 0.5'}"
        ]
    return number, []


READ: Mapping[str, Callable[[Field, str], tuple[object, list[str]]]] = {
    "number": _number,
    "words": _words,
    "units": _units,
}
