"""What is computed once for each reader."""

from __future__ import annotations

import gc
import weakref

import ibis

from bookload.base.access import Access
from bookload.data.documents import Journey
from bookload.data.once import built_once, once, once_along
from bookload.data.tables import unbound
from bookload.metrics.revenue import balances, stock
from subscribed import company, paid


def test_a_thing_is_computed_once_for_each_reader_and_argument():
    asked = []

    @once
    def doubled(reader, number, *, plus=0):
        asked.append((reader, number, plus))
        return 2 * number + plus

    one, other = company(), company()
    assert [
        doubled(one, 1),
        doubled(one, 1),
        doubled(one, 2),
        doubled(one, 1, plus=3),
        doubled(other, 1),
    ] == [2, 2, 4, 5, 2]
    assert asked == [(one, 1, 0), (one, 2, 0), (one, 1, 3), (other, 1, 0)]


def test_nothing_is_kept_for_a_reader_who_is_gone():
    workspace = company(paid("A", "1", "2025-01-01"))
    balances(workspace)
    gone = weakref.ref(workspace)
    del workspace
    gc.collect()
    assert gone() is None


def test_what_reads_the_journey_is_computed_once_for_each():
    asked = []

    @once_along
    def stages(reader):
        asked.append(reader)
        return len(reader.journey.stages)

    one = company()
    other = one.along(Journey.model_validate({"stages": [{"name": "live"}]}))
    assert [stages(one), stages(other), stages(one), stages(other)] == [0, 1, 0, 1]
    assert asked == [one, other]


def test_one_readers_figures_never_serve_another():
    rows = paid("A", "1", "2025-01-01"), paid("B", "2", "2025-01-01")
    owned = [{"account_id": "A", "owner_id": "P1", "start_date": "2025-01-01"}]
    everybody = company(*rows, ownership=owned)
    own_book = everybody.seen_by(Access.of("csm", "P1"))
    assert [row.accounts for row in stock(everybody)][-1] == 2
    assert [row.accounts for row in stock(own_book)][-1] == 1
    assert [row.accounts for row in stock(everybody)][-1] == 2


def test_an_expression_is_built_once_of_what_is_built_the_same_way_whoever_asks():
    asked = []

    @built_once
    def first_of(rows, *names, least=0):
        asked.append((names, least))
        return rows.filter(rows.count() >= least).select(*names)

    def accounts():
        return ibis.table({"account_id": "string", "name": "string"}, name="accounts")

    one = first_of(accounts(), "name")
    assert first_of(accounts(), "name") is one
    assert one.columns == ("name",)
    others = [
        first_of(accounts(), "account_id"),
        first_of(accounts(), "name", least=1),
        first_of(accounts().distinct(), "name"),
    ]
    assert not any(one.equals(other) for other in others)
    assert asked == [(("name",), 0), (("account_id",), 0), (("name",), 1), (("name",), 0)]


def test_columns_are_told_apart_as_tables_are():
    @built_once
    def held(rows, column):
        return rows.select(held=column)

    rows = unbound("accounts")
    assert [held(rows, rows[name]).equals(rows.select(held=name)) for name in ("name", "tier", "name")] == [
        True
    ] * 3
