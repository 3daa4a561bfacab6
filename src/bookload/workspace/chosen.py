"""Which accounts are asked about: chosen by segment, owner and the like, from lists of values that there are.

What is chosen narrows the rows that a reader may see and never widens them: values are those of the accounts
they may see, so that choosing tells nobody what else there is. An account is chosen by what holds on the date
and stays chosen in every month before it; accounts that state nothing are `NONE`, so that the values of a
name part the accounts. Several products, owners or attributes may hold of one account.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from bookload.base.access import Access, Right
from bookload.base.errors import UsageError, did_you_mean
from bookload.base.period import FAR, Month
from bookload.data.tables import unbound
from bookload.metrics.books.movements import owners_seen
from bookload.metrics.books.shares import ownership
from bookload.metrics.revenue.attributes import attribute_runs
from bookload.metrics.revenue.stocks import converted_balances
from bookload.metrics.team.people import staff
from bookload.metrics.team.pools import pools

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bookload.data.reader import Reader

Chosen = tuple[tuple[str, str], ...]
"""What is chosen by name, in the order of names: an account has to have all of it."""

PREFIX = "only."
"""How the names begin in a URL, apart from what questions take themselves."""

KINDS = ("segment", "tier", "touch_model", "region", "industry", "country", "language")
NAMES = (*KINDS, "product", "person", "attribute")
"""What accounts are chosen by; an attribute is said with its value, as `Plan: Gold`."""

NONE = "(none)"
MOST = 200
"""How many values of a name are offered in a list; any that there is may be said."""

NAMED = 20
LONGEST = 200

Choices = Mapping[str, Sequence[tuple[str, str]]]


class OfAllAccountsError(UsageError):
    """A question about some accounts whose answer is about all of them, or says nothing."""


def chosen_of(said: Mapping[str, str]) -> Chosen:
    """Return what a URL chooses, the names that begin with `only.`; raise `UsageError` for an unknown one."""
    found = {}
    for key, value in said.items():
        if not key.startswith(PREFIX):
            continue
        name = key.removeprefix(PREFIX)
        if name not in NAMES:
            allowed = [f"{PREFIX}{each}" for each in NAMES]
            hint = did_you_mean(key[:LONGEST], allowed)
            raise UsageError(
                f"accounts are not chosen by '{key[:LONGEST]}'{hint}; allowed: {', '.join(allowed)}"
            )
        if value:
            found[name] = value[:LONGEST]
    return tuple(sorted(found.items()))


def may_choose(access: Access) -> tuple[str, ...]:
    """Return the names that a reader may choose by: by person only who may know who owns what."""
    return tuple(name for name in NAMES if name != "person" or access.allows(Right.PERSON_NAMES))


def choices(reader: Reader) -> Choices:
    """Return the values of each name that accounts of the reader's have, with words; none for one value."""
    found = {}
    unsaid = _unsaid(reader)
    for name in may_choose(reader.access):
        if name in unsaid:
            continue
        held = _there(reader, name)
        if len(held) > 1:
            words = _words(reader, name)
            found[name] = [(value, words.get(value, value)) for value in sorted(held, key=_last_none)][:MOST]
    return found


def _unsaid(reader: Reader) -> set[str]:
    """Return names that nothing says of any account; of a touch model there is always the policy's."""
    accounts = unbound("accounts")
    kinds = [name for name in KINDS if name in accounts.columns and name != "touch_model"]
    (said,) = reader.collect(accounts.aggregate(**{name: accounts[name].count() for name in kinds})).rows()
    found = {name for name in kinds if not said[name]}
    if found and reader.has("account_events"):
        dated = reader.collect(unbound("account_events").select("kind").distinct()).rows()
        found -= {str(row["kind"]) for row in dated}
    return found if reader.has("account_attributes") else {*found, "attribute"}


def chosen_accounts(reader: Reader, chosen: Chosen) -> pa.Table:
    """Return the accounts (account_id) that have all that is chosen; `reader` asks of all that they may see.

    Raises `UsageError` for a value that none of them has, naming those that there are.
    """
    kept: set[str] | None = None
    for name, value in chosen:
        if name not in may_choose(reader.access):
            raise UsageError(
                f"accounts are not chosen by {name}; allowed: {', '.join(may_choose(reader.access))}"
            )
        held = _held(reader, name)
        if value not in held:
            raise _unknown(name, value, sorted(held, key=_last_none))
        kept = set(held[value]) if kept is None else kept & held[value]
    return pa.table({"account_id": pa.array(sorted(kept or ()), pa.string())})


def account_names(reader: Reader) -> Mapping[str, str]:
    """Return what the accounts are called that a reader sees, of those that they ask about."""
    rows = reader.collect(unbound("accounts").select("account_id", "name")).rows()
    return {str(row["account_id"]): str(row["name"] or row["account_id"]) for row in rows}


def account_count(reader: Reader) -> int:
    """Return how many accounts a reader sees, of those that they ask about."""
    accounts = unbound("accounts")
    found = reader.collect(accounts.aggregate(accounts=accounts.count())).table
    return int(found["accounts"][0].as_py())


def _unknown(name: str, value: str, there: Sequence[str]) -> UsageError:
    shown = ", ".join(there[:NAMED]) + (f" and {len(there) - NAMED} more" if len(there) > NAMED else "")
    return UsageError(
        f"no account has the {name.replace('_', ' ')} '{value}'{did_you_mean(value, there)}; "
        f"there is: {shown or 'none'}"
    )


def _there(reader: Reader, name: str) -> set[str]:
    """Return the values of a name that some account has on the date: the keys of `_held`, no account read."""
    accounts = unbound("accounts").select("account_id").distinct()
    stated = _stated(reader, name).select("value", of="account_id")
    each = accounts.left_join(stated, accounts.account_id == stated.of)
    read = {row["value"] for row in reader.collect(each.select("value").distinct()).rows()}
    there = {str(value) for value in read if value is not None}
    found = there if name != "person" else there & owners_seen(reader, there)
    parted = name in (*KINDS, "product") or (name == "person" and reader.access.sees_all_rows)
    return found | {NONE} if parted and None in read else found


def _held(reader: Reader, name: str) -> Mapping[str, set[str]]:
    """Return the accounts that have each value of a name on the date."""
    found: dict[str, set[str]] = defaultdict(set)
    every = {
        str(row["account_id"]) for row in reader.collect(unbound("accounts").select("account_id")).rows()
    }
    for account, value in _values(reader, name):
        if account in every:
            found[value].add(account)
    if name in (*KINDS, "product") or (name == "person" and reader.access.sees_all_rows):
        without = every.difference(*found.values())
        if without:
            found[NONE] |= without
    return found


def _values(reader: Reader, name: str) -> Iterator[tuple[str, str]]:
    """Yield accounts and the values that they have, nothing where they state none."""
    found: list[dict[str, Any]] = reader.collect(_stated(reader, name)).rows()
    seen = owners_seen(reader, {str(row["value"]) for row in found}) if name == "person" else None
    for row in found:
        if seen is None or row["value"] in seen:
            yield str(row["account_id"]), str(row["value"])


def _stated(reader: Reader, name: str) -> ir.Table:
    """Return the accounts and each value that they state, once: account_id, value (never empty)."""
    month = Month.of(reader.as_of).ordinal
    if name == "attribute":
        rows = unbound("account_attributes")
        given = rows.filter(rows["value"].notnull(), rows["value"] != "")
        paid = given.select("account_id", value=given["name"].concat(": ", given["value"]))
    elif name == "product":
        leaves = converted_balances(reader)
        paid = leaves.filter(leaves.month == month, leaves.live == 1).select("account_id", value="product")
    elif name == "person":
        owned = ownership(reader)
        paid = owned.filter(owned.end_date == FAR).select("account_id", value="owner_id")
    else:
        runs = attribute_runs(reader, name)
        paid = runs.filter(runs.from_month <= month, runs.to_month > month).select("account_id", "value")
    return paid.filter(paid["value"].notnull(), paid["value"] != "").distinct()


def _words(reader: Reader, name: str) -> Mapping[str, str]:
    """Return what people and pools are called, by the ids that they are chosen by."""
    if name != "person":
        return {}
    people = {each: of.name for each, of in staff(reader).people.items()}
    named = {**pools(reader).names, **people}
    return {each: f"{name} ({each})" for each, name in named.items() if name}


def _last_none(value: str) -> tuple[bool, str]:
    return value == NONE, value
