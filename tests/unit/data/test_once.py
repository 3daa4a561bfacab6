"""What is computed once for each reader."""

from __future__ import annotations

import gc
import weakref

from bookload.base.access import Access
from bookload.data.documents import Journey
from bookload.data.once import once, once_along
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
