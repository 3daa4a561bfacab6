"""Tables of some accounts, taken from those that are kept of all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bookload.base.access import Access
from bookload.data.engine import connect
from bookload.metrics.revenue.balances import balances
from bookload.metrics.revenue.movements.lines import account_lines
from bookload.metrics.revenue.movements.moves import account_moves
from bookload.workspace import Workspace
from subscribed import company, paid

MADE = (account_lines, account_moves, balances)
SEGMENTS = [{"account_id": name, "name": name, "segment": of} for name, of in zip("ABC", "SSL", strict=True)]


@pytest.fixture
def reader(tmp_path: Path) -> Workspace:
    """A company that keeps its tables; the large account begins a month after the small ones."""
    of = company(
        paid("A", "100", "2025-01-01", "2025-09-15"),
        paid("B", "70", "2025-03-01"),
        paid("C", "50", "2025-02-10", "2025-04-01"),
        accounts=SEGMENTS,
    )
    return Workspace(replace(of.company, cache=tmp_path), connect(), Access())


def rows(reader: Workspace) -> Mapping[str, list[str]]:
    return {made.__name__: sorted(map(str, reader.collect(made(reader)).rows())) for made in MADE}


def taken(reader: Workspace) -> set[str]:
    """Tables that were not made, but taken from those of all accounts."""
    return {name.rpartition("_")[0] for name in reader.facts.derived if name.startswith("all_")}


def test_what_stands_on_rows_of_some_is_taken_from_what_stands_on_rows_of_all(reader: Workspace) -> None:
    some = Access().choosing((("segment", "S"),))
    alone = rows(reader.seen_by(some))
    every = rows(reader)
    again = reader.seen_by(some)
    assert rows(again) == alone
    assert all(0 < len(alone[name]) < len(every[name]) for name in alone)
    assert {f"all_{made.__name__}" for made in MADE} <= taken(again)
    assert not [name for name in again.facts.derived if name.startswith("account_lines")]


def test_what_would_be_made_otherwise_of_some_is_made_of_them_alone(reader: Workspace) -> None:
    some = Access().choosing((("segment", "L"),))
    alone = rows(reader.seen_by(some))
    rows(reader)
    again = reader.seen_by(some)
    assert rows(again) == alone
    assert taken(again) == {"all_agreed"}  # the others know of months in which there was none of them
