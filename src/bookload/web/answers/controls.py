"""The controls of a question, made from what it can be asked: a list for words, a switch, a field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import NoneType
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from bookload.workspace.chosen import PREFIX
from bookload.workspace.questions.question import Several

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from bookload.workspace.questions import Choice, Question


@dataclass(frozen=True, slots=True)
class Control:
    """One thing to choose: from `options`, else by a field of a `kind`; `value` is what is chosen now.

    `hint` says in an empty field what could stand there.
    """

    name: str
    label: str
    kind: Literal["list", "several", "switch", "number", "month", "date", "text"]
    value: str
    options: tuple[tuple[str, str], ...] = ()
    hint: str = ""

    @property
    def values(self) -> tuple[str, ...]:
        """What is chosen now, where several can be."""
        return tuple(self.value.split(","))


def controls(
    question: Question[Any], said: Mapping[str, str], choices: Mapping[str, Sequence[Choice]]
) -> tuple[Control, ...]:
    """Return the controls of a question, showing what is said; `choices` are those that the data tells."""
    return tuple(
        _chosen(name, field, choices[name], said)
        if name in choices
        else replace(
            _control(field.alias or name, field.annotation, field.default, said), hint=field.description or ""
        )
        for name, field in question.asked.model_fields.items()
    )


def account_controls(
    chosen: Mapping[str, str], choices: Mapping[str, Sequence[Choice]]
) -> tuple[Control, ...]:
    """Return the lists that accounts are chosen from, showing what is chosen."""
    found = []
    for name, options in choices.items():
        value = chosen.get(name, "")
        # One of more values than a list offers stays what is chosen.
        beyond = () if value in {"", *(each for each, _ in options)} else ((value, value),)
        label = name.replace("_", " ")
        found.append(Control(f"{PREFIX}{name}", label, "list", value, (("", "all"), *options, *beyond)))
    return tuple(found)


def _chosen(name: str, field: FieldInfo, options: Sequence[Choice], said: Mapping[str, str]) -> Control:
    label, value = name.replace("_", " "), said.get(name, "")
    if any(isinstance(each, Several) for each in field.metadata):
        return Control(name, label, "several", value, tuple(options))
    none = "choose one" if field.is_required() else "all of them"
    return Control(name, label, "list", value, (("", none), *options))


def _control(name: str, of: object, usual: object, said: Mapping[str, str]) -> Control:
    label = name.replace("_", " ")
    value = said.get(name, "" if usual is None or repr(usual) == "PydanticUndefined" else str(usual))
    words = _words(of)
    if words:
        empty = (("", "all together"),) if NoneType in get_args(of) else ()
        return Control(
            name, label, "list", value, (*empty, *((word, word.replace("_", " ")) for word in words))
        )
    if of is bool:
        return Control(name, label, "switch", value.casefold())
    if _is_number(of):
        return Control(name, label, "number", value)
    if date in get_args(of):
        return Control(name, label, "date", value)
    return Control(name, label, "month" if name in {"from", "to", "month"} else "text", value)


def _is_number(of: object) -> bool:
    """Return whether an annotation takes whole numbers, also of a range, or none."""
    return of is int or any(_is_number(part) for part in get_args(of))


def _words(of: object) -> tuple[str, ...]:
    """Return the words that an annotation allows, those of each part of a union."""
    if get_origin(of) is Literal:
        return tuple(str(each) for each in get_args(of))
    return tuple(word for part in get_args(of) for word in _words(part))
