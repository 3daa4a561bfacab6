"""A head whose book spans groups is split by what the journey asks for, else by live accounts."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from bookload.base.period import Month
from bookload.data.documents import Activity, Journey, Minutes, Stage
from bookload.metrics.ratios.ratios import ratios
from bookload.planning.journey import head_weights
from bookload.workspace import Workspace, memory

AS_OF = date(2025, 6, 30)
START = date(2025, 1, 1)


def activity(name: str, segment: str, minutes: int) -> Activity:
    each = Decimal(minutes)
    return Activity(
        name=name, stage="always", segments=(segment,), minutes=Minutes(low=each, likely=each, high=each)
    )


def workspace(*activities: Activity) -> Workspace:
    """Ada carries one Enterprise and three SMB accounts."""
    segments = {"A1": "Enterprise", "A2": "SMB", "A3": "SMB", "A4": "SMB"}
    return memory(
        {
            "accounts": [{"account_id": a, "name": a, "segment": s} for a, s in segments.items()],
            "subscriptions": [
                {
                    "subscription_id": a,
                    "account_id": a,
                    "start_date": START,
                    "amount": 100,
                    "interval": "month",
                }
                for a in segments
            ],
            "people": [{"person_id": "ADA", "name": "Ada", "hire_date": date(2020, 1, 1), "role": "csm"}],
            "ownership": [{"account_id": a, "owner_id": "ADA", "start_date": START} for a in segments],
        },
        as_of=AS_OF,
        journey=Journey(stages=(Stage(name="always"),) if activities else (), activities=activities),
    )


def heads(reader: Workspace) -> dict[str | None, Fraction]:
    return {row.group: row.csms for row in reader.ratios("segment") if row.month == Month.of(AS_OF)}


def test_a_head_is_split_by_journey_hours() -> None:
    reader = workspace(activity("Review", "Enterprise", 180), activity("Check-in", "SMB", 20))
    # 180 minutes for the one, 3 x 20 for the others; a weight has one ten-thousandth of a minute more.
    assert heads(reader)["Enterprise"] == Fraction(1_800_001, 2_400_004)
    assert sum(heads(reader).values()) == 1


def test_without_a_journey_it_is_split_by_live_accounts() -> None:
    reader = workspace()
    assert head_weights(reader, reader.months) is None
    assert heads(reader) == {"Enterprise": Fraction(1, 4), "SMB": Fraction(3, 4)}


def test_a_book_that_is_asked_for_nothing_is_split_by_live_accounts() -> None:
    reader = workspace(activity("Audit", "Public sector", 60))
    assert heads(reader) == {"Enterprise": Fraction(1, 4), "SMB": Fraction(3, 4)}


def test_covered_heads_are_split_as_all_heads_are() -> None:
    reader = workspace(activity("Review", "Enterprise", 180), activity("Check-in", "SMB", 20))
    weights = head_weights(reader, reader.months)
    for row in ratios(reader, "segment", weights):
        assert row.covered_csms == row.csms
