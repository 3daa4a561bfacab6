from __future__ import annotations

from fractions import Fraction

from bookload.base.period import Month
from bookload.metrics.effort.stages import bottleneck, read_stages, stages_of
from logged import company, deed


def test_the_stage_with_the_largest_share_is_the_bottleneck():
    log = [
        deed("2026-04-01 00:00", 60, stage="onboarding"),
        deed("2026-05-01 10:00", 30, stage="steady"),
        deed("2026-05-02 10:00", 20, stage="onboarding"),
        deed("2026-05-03 10:00", 90),
        deed("2026-05-03 10:00", 999, None, stage="steady"),
    ]
    found = read_stages(company(log))
    assert [(each.stage, each.minutes) for each in found] == [
        (None, 900_000),
        ("onboarding", 800_000),
        ("steady", 300_000),
    ]
    assert sum(each.share for each in found) == 1
    assert (most := bottleneck(found)) is not None
    assert (most.stage, most.share) == ("onboarding", Fraction(8, 20))
    assert [minutes for _, minutes in most.by_month] == [600_000, 200_000, 0]


def test_a_share_that_rises_month_by_month_is_a_clear_trend():
    months = [Month(24_300 + number) for number in range(8)]
    cells: dict[tuple[str | None, int], int] = {}
    for number, month in enumerate(months):
        cells["onboarding", month.ordinal] = 10 + number
        cells["steady", month.ordinal] = 90 - number
    found = {each.stage: each.trend for each in stages_of(cells, months)}
    rising, falling = found["onboarding"], found["steady"]
    assert rising is not None
    assert falling is not None
    assert rising.clear
    assert rising.slope == -falling.slope == 0.01


def test_no_stage_and_no_log_have_no_bottleneck():
    assert bottleneck(read_stages(company([deed()]))) is None
    assert bottleneck(read_stages(company([]))) is None
