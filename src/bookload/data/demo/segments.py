"""The four segments of the sample company: how many accounts, how large, how they grow and leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """What accounts of one segment are like; rates are a year's, sizes are ARR in US dollars at the start."""

    name: str
    tier: str
    touch: str
    legacy: int
    """Accounts live when the history begins."""
    arrivals: int
    """New ones in the three years after."""
    median_arr: int
    spread: float
    churn: float
    expansion: float
    contraction: float
    upgrade: float
    cross_sell: float
    plan: str
    next_plan: str
    list_cents: int
    """A seat's price a month in US dollars."""
    intervals: Mapping[str, int]
    """Weights of the billing intervals."""
    rise_percent: int
    """What the price rise adds."""


ENTERPRISE = Segment(
    name="Enterprise",
    tier="1",
    touch="high",
    legacy=22,
    arrivals=21,
    median_arr=78_000,
    spread=0.65,
    churn=0.06,
    expansion=1.2,
    contraction=0.1,
    upgrade=0.05,
    cross_sell=0.18,
    plan="Enterprise",
    next_plan="Enterprise Plus",
    list_cents=9_900,
    intervals={"year": 88, "quarter": 12, "month": 0},
    rise_percent=5,
)
MID_MARKET = Segment(
    name="Mid-market",
    tier="2",
    touch="mid",
    legacy=80,
    arrivals=82,
    median_arr=26_800,
    spread=0.5,
    churn=0.11,
    expansion=0.95,
    contraction=0.12,
    upgrade=0.05,
    cross_sell=0.11,
    plan="Business",
    next_plan="Enterprise",
    list_cents=7_900,
    intervals={"year": 60, "quarter": 20, "month": 20},
    rise_percent=6,
)
SMB = Segment(
    name="SMB",
    tier="3",
    touch="low",
    legacy=170,
    arrivals=268,
    median_arr=8_200,
    spread=0.55,
    churn=0.24,
    expansion=0.95,
    contraction=0.16,
    upgrade=0.07,
    cross_sell=0.06,
    plan="Team",
    next_plan="Business",
    list_cents=4_900,
    intervals={"year": 30, "quarter": 10, "month": 60},
    rise_percent=7,
)
DIGITAL = Segment(
    name="Digital",
    tier="4",
    touch="tech",
    legacy=100,
    arrivals=240,
    median_arr=2_400,
    spread=0.6,
    churn=0.30,
    expansion=0.7,
    contraction=0.14,
    upgrade=0.06,
    cross_sell=0.02,
    plan="Starter",
    next_plan="Team",
    list_cents=2_900,
    intervals={"year": 20, "quarter": 0, "month": 80},
    rise_percent=7,
)

SEGMENTS = (ENTERPRISE, MID_MARKET, SMB, DIGITAL)
