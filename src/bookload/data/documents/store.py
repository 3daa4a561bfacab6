"""Reading and writing documents: TOML on disk, typed in memory, comments kept when a value changes."""

from __future__ import annotations

import fcntl
import hashlib
import tomllib
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

import tomlkit
from pydantic import BaseModel, ValidationError

from bookload.base.errors import ChangedMeanwhileError, DocumentError, did_you_mean
from bookload.base.files import write_whole
from bookload.data.documents.journey import Journey
from bookload.data.documents.levers import Levers
from bookload.data.documents.lines import line_of
from bookload.data.documents.policy import Policy
from bookload.data.documents.scenario import Scenario, ScenarioPay

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Model = TypeVar("Model", bound=BaseModel)

POLICY = "bookload.toml"
JOURNEY = "journey.toml"
LEVERS = "levers.toml"
SCENARIOS = "scenarios"

MOST_DIGITS = 30
"""Digits of a number before its decimal point, and after it: exact figures get as long as they are."""

DEEPEST = 20
"""How far tables and lists may be inside one another."""


@dataclass(frozen=True)
class Document(Generic[Model]):
    """A document as it was read: its text, the hash of the text, and what it says."""

    path: Path
    text: str
    hash: str
    content: Model


def parse(text: str, model: type[Model], name: str) -> Model:
    """Return what a document says; raise `DocumentError` naming the file, the key and the way out."""
    try:
        values = tomllib.loads(text, parse_float=_decimal)
    except RecursionError:
        raise DocumentError(f"{name}: lists go more than {DEEPEST} deep; no document needs that") from None
    except ValueError as error:  # TOMLDecodeError is one; so is an integer of thousands of digits
        message = f"{name} is not valid TOML: {error}"
        raise DocumentError(message) from None
    if beyond := next(_beyond(values, ()), None):
        raise DocumentError(f"{name}: {beyond}")
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise DocumentError(_explained(error, model, name, text)) from None


def load(path: Path, model: type[Model], name: str | None = None) -> Document[Model]:
    """Return a document; one that does not exist reads as empty, so every key has its default.

    `name` is what messages call it, that of its file unless given.
    """
    text = _text(path)
    return Document(path, text, text_hash(text), parse(text, model, name or path.name))


def written(path: Path) -> tuple[str, str]:
    """Return what is written in a document, and its hash, whether it says something possible or not."""
    text = _text(path)
    return text, text_hash(text)


def read_policy(folder: Path) -> Document[Policy]:
    """Return the workspace's policy."""
    return load(folder / POLICY, Policy)


def read_journey(folder: Path) -> Document[Journey]:
    """Return the workspace's journey."""
    return load(folder / JOURNEY, Journey)


def read_levers(folder: Path) -> Document[Levers] | None:
    """Return the workspace's levers; None where it has none of its own, and defaults stand in."""
    path = folder / LEVERS
    return load(path, Levers) if path.exists() else None


def read_scenario_pay(folder: Path, name: str) -> Document[ScenarioPay] | None:
    """Return the changes of pay beside a scenario, by its file's name; None where there are none."""
    path = folder / SCENARIOS / f"{name}.pay.toml"
    return load(path, ScenarioPay, f"{SCENARIOS}/{path.name}") if path.exists() else None


def has_scenario_pay(folder: Path, name: str) -> bool:
    """Return whether there are changes of pay beside a scenario; nothing of them is read."""
    return (folder / SCENARIOS / f"{name}.pay.toml").exists()


def scenario_names(folder: Path) -> tuple[str, ...]:
    """Return the workspace's scenarios by the names of their files; those of pay are not among them."""
    paths = sorted((folder / SCENARIOS).glob("*.toml"))
    return tuple(path.stem for path in paths if not path.name.endswith(".pay.toml"))


def read_scenario(folder: Path, name: str) -> Document[Scenario]:
    """Return a scenario by its file's name, without `.toml`."""
    return load(folder / SCENARIOS / f"{name}.toml", Scenario, f"{SCENARIOS}/{name}.toml")


def save(path: Path, text: str, *, read_hash: str, model: type[BaseModel]) -> str:
    """Write a document atomically and return its new hash.

    `read_hash` is the hash that the editor started from. Raises `ChangedMeanwhileError` if somebody
    else has written the document since (nothing is lost: the text on disk stays), and `DocumentError`
    if the new text does not say something possible.
    """
    parse(text, model, path.name)
    with _as_read(path, read_hash):
        write_whole(path, text.encode())
    return text_hash(text)


def remove(path: Path, *, read_hash: str) -> None:
    """Take a document away; raise `ChangedMeanwhileError` if somebody wrote it since it was read."""
    with _as_read(path, read_hash):
        path.unlink(missing_ok=True)


@contextmanager
def _as_read(path: Path, read_hash: str) -> Iterator[None]:
    """Hold a document while it is as its editor read it; raise `ChangedMeanwhileError` if it is not."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with (path.parent / f".{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if text_hash(_text(path)) != read_hash:
            raise ChangedMeanwhileError(
                f"{path.name} was changed by somebody else since you read it; "
                "read it again and redo your change"
            )
        yield


def edited(text: str, changes: Mapping[tuple[str, ...], object]) -> str:
    """Return the text with values set at key paths, its comments and order kept."""
    document = tomlkit.parse(text)
    for keys, value in changes.items():
        table = document
        for key in keys[:-1]:
            table = table.setdefault(key, tomlkit.table())
        table[keys[-1]] = value
    return tomlkit.dumps(document)


def template(name: str) -> str:
    """Return the commented text that `init` writes for a document."""
    return files("bookload.data.documents").joinpath("templates", name).read_text(encoding="utf-8")


def text_hash(text: str) -> str:
    """Return the sha256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def _text(path: Path) -> str:
    """Return what is written in a document, without the mark that some editors begin UTF-8 with."""
    try:
        return path.read_text(encoding="utf-8-sig") if path.exists() else ""
    except UnicodeDecodeError as error:
        found = f"the byte at {error.start} is {error.object[error.start]:#04x}"
        raise DocumentError(f"{path.name} is not UTF-8: {found}; save it as UTF-8 in your editor") from None


def _decimal(text: str) -> Decimal:
    """Return a number with a point or exponent; infinite, and so refused, if no decimal can hold it."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("Infinity")


def _beyond(value: object, place: tuple[str, ...]) -> Iterator[str]:
    """Yield what is wrong with numbers that are too long, and with what is too deep, by its place."""
    if len(place) > DEEPEST:
        yield f"{'.'.join(place[:3])}… goes more than {DEEPEST} deep; no document needs that"
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _beyond(each, (*place, str(key)))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _beyond(each, (*place, str(number)))
    elif isinstance(value, (int, Decimal)) and not _short(Decimal(value)):
        shown = str(value) if len(str(value)) <= MOST_DIGITS else f"{str(value)[:MOST_DIGITS]}…"
        yield f"{'.'.join(place)}: {shown} is no number that a document holds; at most {MOST_DIGITS} digits"


def _short(number: Decimal) -> bool:
    if not number.is_finite():
        return False
    return not number or -MOST_DIGITS <= number.adjusted() < MOST_DIGITS


def _explained(error: ValidationError, model: type[BaseModel], file: str, text: str) -> str:
    lines = []
    for problem in error.errors():
        where = ".".join(str(part) for part in problem["loc"])
        place = problem["loc"]
        said = (line_of(text, place[:length]) for length in range(len(place), 0, -1))
        line = next((line for line in said if line), None)
        name = f"{file}, line {line}" if line else file
        if problem["type"] == "extra_forbidden":
            key, allowed = str(problem["loc"][-1]), _keys_at(model, problem["loc"][:-1])
            lines.append(
                f"{name}: unknown key '{where}'{did_you_mean(key, allowed)}; allowed: {', '.join(allowed)}"
            )
        else:
            lines.append(f"{name}: {where or 'document'}: {problem['msg'].removeprefix('Value error, ')}")
    return "\n".join(lines)


def _keys_at(model: type[BaseModel], place: Sequence[int | str]) -> list[str]:
    """Return the keys that a section may have, following a path of keys and list positions."""
    for part in place:
        if isinstance(part, int):
            continue
        annotation = model.model_fields[part].annotation
        arguments = [
            argument
            for argument in getattr(annotation, "__args__", (annotation,))
            if isinstance(argument, type)
        ]
        nested = [argument for argument in arguments if issubclass(argument, BaseModel)]
        if not nested:
            return []
        model = nested[0]
    return sorted(model.model_fields)


def levers_text(levers: Levers) -> str:
    """Return levers as the text of a document, each value that is not the default written out."""
    document = tomlkit.document()
    document.add(tomlkit.comment("What could be done to the journey's activities, and at what cost."))
    document.add(
        tomlkit.comment("Effects marked assumed nobody measured: put in your own, and remove the mark.")
    )
    document["version"] = levers.version
    written = tomlkit.aot()
    for lever in levers.levers:
        table = tomlkit.table()
        for key, value in lever.model_dump(exclude_defaults=True, exclude_none=True).items():
            table[key] = _toml(value)
        written.append(table)
    document["levers"] = written
    return tomlkit.dumps(document)


def _toml(value: object) -> object:
    """Return a value of a model as TOML writes it: decimals as they stand, sections inline."""
    if isinstance(value, dict):
        inline = tomlkit.inline_table()
        inline.update({key: _toml(each) for key, each in value.items()})
        return inline
    if isinstance(value, (tuple, list)):
        return [_toml(each) for each in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else tomlkit.value(f"{value.normalize():f}")
    return value
