"""Values of one entry of a document's list, set such that comments and all else stay as they are."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import tomlkit

from bookload.base.errors import UsageError
from bookload.data.documents import blocks

Values = Mapping[str, object]


def with_values(text: str, name: str, place: int, values: Values) -> str:
    """Return a text with values of an entry set by key, None taking one out; what is as it was stays.

    Raises `UsageError` for a place that the list has no entry at.
    """
    document = tomlkit.parse(text)
    _entry(document, name, place)
    found = blocks.blocks(text, name)
    if found:
        # The entry's own lines are read alone: else a new key would go below the next one's comment.
        lines = text.splitlines(keepends=True)
        first, end = found[place].first, found[place].end
        return "".join([*lines[:first], _in_one("".join(lines[first:end]), name, 0, values), *lines[end:]])
    return _in_one(text, name, place, values)


def with_keys(text: str, changes: Mapping[tuple[str, ...], object]) -> str:
    """Return a text with values set by their place (`policy.targets.high`), None taking one out.

    What is as it was stays, with its comments; a section that is left with nothing goes.
    """
    document: Any = tomlkit.parse(text)
    for place, value in changes.items():
        *sections, key = place
        held = [document]
        for section in sections:
            held.append(held[-1].setdefault(section, tomlkit.table(is_super_table=section != sections[-1])))
        if value is not None:
            if key not in held[-1] or _plain(held[-1][key]) != _plain(value):
                held[-1][key] = _written(value)
        elif key in held[-1]:
            del held[-1][key]
        for section, outer, inner in zip(
            reversed(sections), reversed(held[:-1]), reversed(held[1:]), strict=True
        ):
            if not inner:
                del outer[section]
    return tomlkit.dumps(document)


def _in_one(text: str, name: str, place: int, values: Values) -> str:
    document = tomlkit.parse(text)
    entry = _entry(document, name, place)
    for key, value in values.items():
        if value is None:
            if key in entry:
                del entry[key]
        elif key not in entry or _plain(entry[key]) != _plain(value):
            _set(entry, key, value)
    return tomlkit.dumps(document)


def with_entry(text: str, name: str, values: Values) -> str:
    """Return a text with one more entry at the end of a list."""
    table = tomlkit.table()
    for key, value in values.items():
        if value is not None:
            table[key] = _written(value)
    document = tomlkit.parse(text)
    if name in document and not blocks.blocks(text, name):
        inline = tomlkit.inline_table()
        inline.update(table)
        entries: Any = document[name]
        entries.append(inline)
        return tomlkit.dumps(document)
    return blocks.added(text, name, tomlkit.dumps(table))


def without_entry(text: str, name: str, place: int) -> str:
    """Return a text without one entry of a list; raises as `with_values`."""
    document = tomlkit.parse(text)
    _entry(document, name, place)
    if blocks.blocks(text, name):
        return blocks.without(text, name, place)
    entries: Any = document[name]
    del entries[place]
    return tomlkit.dumps(document)


def with_entry_earlier(text: str, name: str, place: int) -> str:
    """Return a text with an entry and the one before it changing places; raises as `with_values`."""
    document = tomlkit.parse(text)
    entry = _entry(document, name, place)
    if place == 0:
        raise UsageError(f"the first of the {name} has none before it")
    if blocks.blocks(text, name):
        return blocks.earlier(text, name, place)
    entries: Any = document[name]
    del entries[place]
    entries.insert(place - 1, entry)
    return tomlkit.dumps(document)


def _entry(document: Any, name: str, place: int) -> Any:  # noqa: ANN401 - what tomlkit gives
    entries = document.get(name, [])
    if not 0 <= place < len(entries):
        raise UsageError(f"there are {len(entries)} {name}, and none at place {place}")
    return entries[place]


def _set(entry: Any, key: str, value: object) -> None:  # noqa: ANN401 - a table of tomlkit
    """Set a value; a section is set key by key, so that what is written beside its other keys stays."""
    if isinstance(value, Mapping) and key in entry and value:
        section = entry[key]
        for gone in [each for each in section if each not in value]:
            del section[gone]
        for each, inner in value.items():
            if each not in section or _plain(section[each]) != _plain(inner):
                section[each] = _written(inner)
    else:
        entry[key] = _written(value)


def _written(value: object) -> Any:  # noqa: ANN401 - an item of tomlkit
    """Return a value as TOML writes it best: decimals as they stand, sections in one line."""
    if isinstance(value, Mapping):
        inline = tomlkit.inline_table()
        inline.update({key: _written(each) for key, each in value.items()})
        return inline
    if isinstance(value, (tuple, list)):
        return [_written(each) for each in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else tomlkit.value(f"{value.normalize():f}")
    return value


def _plain(value: Any) -> Any:  # noqa: ANN401 - a value of any kind
    """Return a value for comparing: numbers by what they are worth, however they are written."""
    found = value.unwrap() if hasattr(value, "unwrap") else value
    if isinstance(found, Mapping):
        return {key: _plain(each) for key, each in found.items()}
    if isinstance(found, (tuple, list)):
        return [_plain(each) for each in found]
    if isinstance(found, bool) or not isinstance(found, (int, float, Decimal)):
        return found
    return Decimal(str(found))
