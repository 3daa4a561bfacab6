from __future__ import annotations

from datetime import date

from bookload.metrics.team.pools import pools
from bookload.workspace import memory

AS_OF = date(2026, 6, 30)


def member(person_id: str | None = None, **more: object) -> dict[str, object]:
    return {"pool_id": "POOL-1", "name": "Digital", "person_id": person_id, **more}


def test_a_pool_without_members_is_still_an_owner() -> None:
    read = pools(memory({"pools": [member()]}, as_of=AS_OF))
    assert bool(read)
    assert "POOL-1" in read
    assert "P-01" not in read
    assert read.names == {"POOL-1": "Digital"}
    assert read.members("POOL-1", AS_OF) == {}


def test_without_pools_there_are_none() -> None:
    assert not pools(memory({}, as_of=AS_OF))


def test_members_come_and_go_on_days() -> None:
    read = pools(
        memory(
            {
                "pools": [
                    member("P-01", from_date=date(2025, 1, 1), to_date=date(2026, 1, 1), share="0.5"),
                    member("P-01", from_date=date(2026, 1, 1), share="0.25"),
                    member("P-02"),
                    member("P-02", pool_id="POOL-2", name="Other", share="0.5"),
                ]
            },
            as_of=AS_OF,
        )
    )
    assert read.members("POOL-1", date(2025, 12, 31)) == {"P-01": 5_000, "P-02": 10_000}
    assert read.members("POOL-1", date(2026, 1, 1)) == {"P-01": 2_500, "P-02": 10_000}
    assert read.of("P-02", AS_OF) == {"POOL-1": 10_000, "POOL-2": 5_000}
