from __future__ import annotations

from datetime import date

import pytest

from bookload.base.access import Access
from bookload.base.errors import AccessDeniedError
from bookload.base.money import QUANTA
from bookload.base.period import Month
from bookload.metrics.ratios.facts import NOT_STATED, Part, carried, crews, day_of, known_months
from bookload.workspace import Workspace, memory
from sized import AS_OF, Company

NOW = Month.of(AS_OF)


def company() -> Company:
    built = Company().heads(2).head("P-2", leave_date=date(2026, 6, 1))
    built.account("A-1", 100, "P-0", segment="SMB").account("A-2", 300, "P-0").account("A-3", 40, "P-2")
    built.account("A-4", 500, segment="SMB").owned("A-4", "P-1", share="0.5")
    return built.account("A-5", 0, "P-1")


@pytest.fixture(scope="module")
def reader() -> Workspace:
    return company().open()


def test_each_owner_carries_arr_live_accounts_and_load_of_each_group(reader: Workspace) -> None:
    assert carried(reader, "segment")[NOW] == {
        "SMB": {
            "P-0": Part(100 * QUANTA, 10_000, 10_000),
            "P-1": Part(250 * QUANTA, 5_000, 5_000),
            "": Part(250 * QUANTA, 5_000, 5_000),
        },
        NOT_STATED: {
            "P-0": Part(300 * QUANTA, 10_000, 10_000),
            "P-2": Part(40 * QUANTA, 10_000, 10_000),
        },
    }


def test_the_company_is_one_group(reader: Workspace) -> None:
    (group,) = carried(reader, "company")[NOW]
    assert group == NOT_STATED
    assert carried(reader, "company")[NOW][group]["P-0"] == Part(400 * QUANTA, 20_000, 20_000)


def test_who_counts_is_stated_on_the_last_day_of_a_month_and_on_as_of_in_its_month() -> None:
    reader = company().open(as_of=date(2026, 6, 10))
    assert day_of(reader, NOW - 1) == date(2026, 5, 31)
    assert day_of(reader, NOW) == date(2026, 6, 10)
    crew = crews(reader)[NOW]
    assert (crew.day, crew.covers("P-0"), crew.covers("P-2"), crew.covers("POOL")) == (
        date(2026, 6, 10),
        True,
        False,
        False,
    )
    assert [crew.uncounted(owner) for owner in ("P-0", "P-2", "POOL", "")] == [False, True, False, False]
    assert crews(reader)[NOW - 1].covers("P-2")


def test_months_that_end_before_the_data_knows_anything_are_left_out() -> None:
    late = memory(company().tables, as_of=AS_OF, known_from=date(2026, 5, 10))
    assert known_months(late) == (NOW - 1, NOW)
    assert list(crews(late)) == list(carried(late, "company")) == [NOW - 1, NOW]
    later = memory(company().tables, as_of=AS_OF, known_from=date(2026, 6, 30))
    assert known_months(later) == (NOW,)
    nothing_yet = memory(company().tables, as_of=AS_OF, known_from=date(2026, 7, 1))
    assert known_months(nothing_yet) == ()
    assert carried(nothing_yet, "company") == {}


def test_a_reader_of_one_book_gets_no_ratio_since_their_accounts_over_all_heads_is_none(
    reader: Workspace,
) -> None:
    with pytest.raises(AccessDeniedError, match="all_rows"):
        carried(reader.seen_by(Access.of("csm", "P-0")), "company")
