"""Live tables: the SQL that turns a user's own columns into those of a contract, exactly or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bookload.base.errors import DataError, MissingDataError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bookload.data.engine.interface import Live, LiveColumn

FAR = "2299-12-31"
"""What stands for an open end, and for every day after it."""


class Found(NamedTuple):
    """What the database says of a column: its type, and an exact number's decimal places, if limited."""

    type: str
    scale: int | None
    whole_type: str
    """As the database writes it, with precision and scale."""


@dataclass(frozen=True)
class Dialect:
    """How one database spells what a live table needs; types are as it lists them."""

    quote: str
    whole: frozenset[str]
    exact: frozenset[str]
    floating: frozenset[str]
    text: frozenset[str]
    instant: str
    naive: str
    string: str
    decimal: str
    refusal: Callable[[str], str]
    """An expression of type bigint that fails for a row, and only when it is computed."""

    def name(self, *parts: str) -> str:
        """Return a name, or names joined by dots, as identifiers that mean themselves."""
        return ".".join(self.quote + part.replace(self.quote, self.quote * 2) + self.quote for part in parts)


POSTGRES = Dialect(
    quote='"',
    whole=frozenset({"smallint", "integer", "bigint"}),
    exact=frozenset({"numeric"}),
    floating=frozenset({"real", "double precision"}),
    text=frozenset({"text", "character varying", "character", "citext", "uuid"}),
    instant="timestamp with time zone",
    naive="timestamp without time zone",
    string="text",
    decimal="numeric",
    # Not a constant, else the planner tries it before there is a row.
    refusal=lambda value: f"CAST('too many decimals in ' || CAST({value} AS text) AS bigint)",
)
SPARK = Dialect(
    quote="`",
    whole=frozenset({"tinyint", "smallint", "int", "bigint"}),
    exact=frozenset({"decimal"}),
    floating=frozenset({"float", "double"}),
    text=frozenset({"string", "varchar", "char"}),
    instant="timestamp",
    naive="timestamp_ntz",
    string="string",
    decimal="decimal",
    refusal=lambda value: f"CAST(concat('too many decimals in ', CAST({value} AS string)) AS bigint)",
)


def selection(live: Live, found: Mapping[str, Found], dialect: Dialect, collation: str = "") -> str:
    """Return the query of a live table's rows as a snapshot would hold them.

    Columns that no contract names are ignored; optional ones that are missing or empty have their default.
    Raises `MissingDataError` for required columns that are missing, and `DataError` for types that are not
    exact: money kept as floats, instants without a zone.
    """
    missing = [column.name for column in live.columns if column.required and column.name not in found]
    if missing:
        raise MissingDataError(
            f"'{live.name}' has no column {', '.join(missing)}; add them to the view, under these names"
        )
    kept = [
        f"{_value(live, column, found.get(column.name), dialect, collation)} AS {dialect.name(column.name)}"
        for column in live.columns
    ]
    return f"SELECT {', '.join(kept)} FROM {dialect.name(*live.name.split('.'))}"  # noqa: S608 - every name is quoted


def _value(live: Live, column: LiveColumn, found: Found | None, dialect: Dialect, collation: str) -> str:
    default = _default(column, dialect)
    if found is None:
        return _ordered(f"CAST({default} AS {_stored(column, dialect)})", column, collation)
    value = _CASTS[column.kind](live, column, found, dialect)
    if default != "NULL":
        value = f"coalesce({value}, {default})"  # the contract's own rule, as an import applies it
    return _ordered(value, column, collation)


def _ordered(value: str, column: LiveColumn, collation: str) -> str:
    return f'({value}) COLLATE "{collation}"' if collation and column.kind == "text" else value


def _stored(column: LiveColumn, dialect: Dialect) -> str:
    return {
        "text": dialect.string,
        "date": "date",
        "instant": dialect.instant,
        "boolean": "boolean",
        "month": "bigint",
        "number": "bigint",
    }[column.kind]


def _default(column: LiveColumn, dialect: Dialect) -> str:
    if column.default is None:
        return "NULL"
    if column.kind in ("text", "date", "instant"):
        literal = (
            "'" + column.default.replace("\\", "\\\\" if dialect is SPARK else "\\").replace("'", "''") + "'"
        )
        return f"CAST({literal} AS {_stored(column, dialect)})"
    return column.default


def _refused(live: Live, column: LiveColumn, found: Found, wanted: str) -> DataError:
    return DataError(
        f"column {column.name} of '{live.name}' is of type {found.type}; make it {wanted} in the view"
    )


def _text(live: Live, column: LiveColumn, found: Found, dialect: Dialect) -> str:
    if found.type not in dialect.text | dialect.whole:
        raise _refused(live, column, found, dialect.string)
    return f"NULLIF(CAST({dialect.name(column.name)} AS {dialect.string}), '')"


def _date(live: Live, column: LiveColumn, found: Found, dialect: Dialect) -> str:
    if found.type not in ("date", dialect.naive):
        raise _refused(live, column, found, "date, in the time zone that you mean")
    day = f"CAST({dialect.name(column.name)} AS date)"
    return f"CASE WHEN {day} > DATE '{FAR}' THEN DATE '{FAR}' ELSE {day} END"


def _month(live: Live, column: LiveColumn, found: Found, dialect: Dialect) -> str:
    name = dialect.name(column.name)
    if found.type in ("date", dialect.naive):
        return f"CAST(EXTRACT(year FROM {name}) * 12 + EXTRACT(month FROM {name}) - 1 AS bigint)"
    if found.type in dialect.text:
        year, number = (
            f"CAST(split_part(CAST({name} AS {dialect.string}), '-', {part}) AS bigint)" for part in (1, 2)
        )
        return f"{year} * 12 + {number} - 1"
    raise _refused(live, column, found, f"date, or {dialect.string} written as 2026-03")


def _instant(live: Live, column: LiveColumn, found: Found, dialect: Dialect) -> str:
    if found.type != dialect.instant:
        raise _refused(live, column, found, f"{dialect.instant}, which says when it was")
    return dialect.name(column.name)


def _boolean(live: Live, column: LiveColumn, found: Found, dialect: Dialect) -> str:
    if found.type != "boolean":
        raise _refused(live, column, found, "boolean")
    return dialect.name(column.name)


def _number(live: Live, column: LiveColumn, found: Found, dialect: Dialect) -> str:
    """Return a number x 10^places as a whole one; a row with more decimals fails, none is rounded."""
    name = dialect.name(column.name)
    if found.type in dialect.floating:
        raise DataError(
            f"column {column.name} of '{live.name}' is of type {found.type}, which loses cents; "
            f"make it {dialect.decimal}(18, {column.places}) where it comes from"
        )
    if found.type not in dialect.whole | dialect.exact:
        raise _refused(live, column, found, f"{dialect.decimal}(18, {column.places})")
    kept = f"CAST({name} AS {dialect.decimal}(38, {column.places}))"
    whole = f"CAST({kept} * {10**column.places} AS bigint)"
    if found.type in dialect.whole or (found.scale is not None and found.scale <= column.places):
        return whole
    # In its own type: databases compare decimals of two scales after making them one, which may drop digits.
    back = f"CAST({kept} AS {found.whole_type})"
    return f"CASE WHEN {name} IS NULL OR {back} = {name} THEN {whole} ELSE {dialect.refusal(name)} END"


_CASTS = {
    "text": _text,
    "date": _date,
    "month": _month,
    "instant": _instant,
    "boolean": _boolean,
    "number": _number,
}
