"""Days as people write them: how each reads, and what decides the order of day and month."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given

from bookload.base.period import FAR
from bookload.data.ingest.values.cell import Text
from bookload.data.ingest.values.dates import all_at_midnight, date_order, read, stored
from strategies import days

THE_DAY = date(2026, 3, 4)


def written(*texts: str) -> list[Text]:
    return [Text(text) for text in texts]


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-04",
        "2026/03/04",
        "2026.3.4",
        "20260304",
        "04.03.2026",
        "4.3.26",
        "04/03/2026",
        "04-03-2026",
        "4 Mar 2026",
        "4 March 2026",
        "04-Mar-26",
        "4th March 2026",
        "4. März 2026",
        "4 mars 2026",
        "4 de marzo de 2026",
        "Mar 4, 2026",
        "March 4 2026",
        "Wed, 4 Mar 2026",
        "Wednesday, March 4, 2026",
        "2026-Mar-04",
        "2026-03-04T10:00:00Z",
        "2026-03-04 10:00",
        "04.03.2026 10:15",
        "2026-03-04T10:00:00.123456+01:00",
        "1772618400",
    ],
)
def test_a_day_reads_in_many_forms(text: str) -> None:
    found = read(text, "dmy")
    assert found is not None
    assert found.day == THE_DAY


@pytest.mark.parametrize(
    "text", ["2026-02-30", "31.02.2026", "45000", "yesterday", "2026-13-01", "4/2026", "", "12", "10.50"]
)
def test_what_is_no_day_does_not_read(text: str) -> None:
    assert read(text, "dmy") is None


def test_an_italian_december_is_no_weekday() -> None:
    found = read("Dic 4, 2026", "dmy")
    assert found is not None
    assert found.day == date(2026, 12, 4)


def test_times_keep_their_zone_and_half_of_the_day() -> None:
    afternoon = read("3/4/2026 10:15 PM", "mdy")
    assert afternoon is not None
    assert afternoon.at == datetime(2026, 3, 4, 22, 15)  # noqa: DTZ001 - it has none
    zoned = read("2026-03-04T23:30:00-05:00", "dmy")
    assert zoned is not None
    assert zoned.at == datetime(2026, 3, 4, 23, 30, tzinfo=timezone(-timedelta(hours=5)))
    assert zoned.at.astimezone(UTC).day == 5


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (("25/12/2026", "03/04/2026"), "dmy"),
        (("12/25/2026", "03/04/2026"), "mdy"),
        (("2026-03-04",), "dmy"),
        (("03.04.2026",), "dmy"),
        (("03/03/2026",), "dmy"),
    ],
)
def test_one_clear_day_decides_the_column(texts: tuple[str, ...], order: str) -> None:
    assert date_order(written(*texts)).order == order


@pytest.mark.parametrize(
    "texts", [("03/04/2026",), ("03/04/2026", "05/06/2026", "12/12/2026"), ("03-04-26",)]
)
def test_nothing_decides_where_every_day_reads_both_ways(texts: tuple[str, ...]) -> None:
    ordered = date_order(written(*texts))
    assert ordered.order is None
    assert ordered.example == texts[0]


@given(days())
def test_every_day_reads_back_from_each_order(day: date) -> None:
    for form, order in (("%d/%m/%Y", "dmy"), ("%m/%d/%Y", "mdy"), ("%Y-%m-%d", "dmy"), ("%d.%m.%y", "dmy")):
        found = read(day.strftime(form), order)  # type: ignore[arg-type]
        assert found is not None
        assert found.day == day


def test_far_days_stand_for_no_end_and_early_ones_for_none() -> None:
    assert stored(date(9999, 12, 31)) == FAR
    assert stored(date(1899, 12, 31)) is None
    assert stored(THE_DAY) == THE_DAY


def test_only_midnights_stand_for_days() -> None:
    assert all_at_midnight(written("2026-03-04T00:00:00Z", "2026-03-05"), "dmy")
    assert not all_at_midnight(written("2026-03-04T00:00:00Z", "2026-03-05T10:00:00Z"), "dmy")
