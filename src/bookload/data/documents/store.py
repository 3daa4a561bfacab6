"""Reading and writing documents: TOML on disk, typed in memory, comments kept when a value changes."""

from __future__ import annotations

import fcntl
import hashlib
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

import tomlkit
from pydantic import BaseModel, ValidationError

from bookload.base.errors import DocumentError, did_you_mean
from bookload.base.files import write_whole
from bookload.data.documents.journey import Journey
from bookload.data.documents.levers import Levers
from bookload.data.documents.policy import Policy
from bookload.data.documents.scenario import Scenario, ScenarioPay

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Model = TypeVar("Model", bound=BaseModel)

POLICY = "bookload.toml"
JOURNEY = "journey.toml"
LEVERS = "levers.toml"
SCENARIOS = "scenarios"


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
        values = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        message = f"{name} is not valid TOML: {error}"
        raise DocumentError(message) from None
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise DocumentError(_explained(error, model, name)) from None


def load(path: Path, model: type[Model]) -> Document[Model]:
    """Return a document; one that does not exist reads as empty, so every key has its default."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return Document(path, text, text_hash(text), parse(text, model, path.name))


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
    return load(path, ScenarioPay) if path.exists() else None


def has_scenario_pay(folder: Path, name: str) -> bool:
    """Return whether there are changes of pay beside a scenario; nothing of them is read."""
    return (folder / SCENARIOS / f"{name}.pay.toml").exists()


def read_scenarios(folder: Path) -> tuple[Document[Scenario], ...]:
    """Return the workspace's scenarios, by file name; pay files (`NAME.pay.toml`) are not among them."""
    paths = sorted((folder / SCENARIOS).glob("*.toml"))
    return tuple(load(path, Scenario) for path in paths if not path.name.endswith(".pay.toml"))


def save(path: Path, text: str, *, read_hash: str, model: type[BaseModel]) -> str:
    """Write a document atomically and return its new hash.

    `read_hash` is the hash that the editor started from. Raises `DocumentError` if somebody else
    has written the document since (nothing is lost: the text on disk stays), or if the new text
    does not say something possible.
    """
    parse(text, model, path.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with (path.parent / f".{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        on_disk = path.read_text(encoding="utf-8") if path.exists() else ""
        if text_hash(on_disk) != read_hash:
            raise DocumentError(
                f"{path.name} was changed by somebody else since you read it; "
                "read it again and redo your change"
            )
        write_whole(path, text.encode())
    return text_hash(text)


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


def _explained(error: ValidationError, model: type[BaseModel], name: str) -> str:
    lines = []
    for problem in error.errors():
        where = ".".join(str(part) for part in problem["loc"])
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
