"""The kinds of activity that the team logs: how often, how long, and what about."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from bookload.data.demo.dice import BELL_DRAWS

LONGEST = 480
"""Minutes that nothing takes more of: a working day."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of activity; `minutes` is the median of a log-normal, rounded to `step`."""

    name: str
    minutes: int
    spread: float
    step: int
    channel: str
    inbound_percent: int
    subjects: tuple[str, ...]
    playbook: str = ""
    playbook_percent: int = 0
    role: str = "csm"

    def logged(self, exact: float) -> int:
        """Return exact minutes as they are logged: rounded to `step`, at least one, at most `LONGEST`."""
        return min(LONGEST, max(self.step, int(exact / self.step + 0.5) * self.step))


@dataclass(frozen=True, slots=True)
class Truth:
    """What a kind of activity takes in one stage, in place of what its `Kind` says for all of them.

    `minutes` is the median and `spread` (the kind's where None) the deviation of the logarithm, before they
    are rounded and capped; `per_integration` minutes come on top for each integration of the account.
    """

    stage: str
    kind: str
    minutes: float
    spread: float | None = None
    per_integration: int = 0


ONBOARDING_CALL = Kind(
    "onboarding_call", 55, 0.4, 5, "call", 5, ("Kick-off", "Onboarding session 2", "Onboarding session 3"),
    "onboarding-standard", 75, "onboarding",
)  # fmt: skip
INTEGRATION = Kind(
    "integration_setup", 80, 0.6, 5, "meeting", 20,
    ("CRM integration", "SSO set-up", "Data import", "API keys"),
    role="onboarding",
)  # fmt: skip
TRAINING = Kind(
    "training", 70, 0.4, 5, "meeting", 25, ("Admin training", "End user training", "Refresher for new team")
)
CHECK_IN = Kind(
    "check_in", 38, 0.45, 5, "call", 10, ("Check-in", "Monthly check-in", "Quick sync", "Adoption review")
)
REVIEW = Kind(
    "business_review", 110, 0.45, 5, "meeting", 5,
    ("Business review Q1", "Business review Q2", "Executive review"),
    "business-review", 40,
)  # fmt: skip
REPORT = Kind(
    "usage_report", 65, 0.5, 5, "e-mail", 15, ("Usage report for the board", "Monthly usage report")
)
ESCALATION = Kind(
    "support_escalation", 40, 0.95, 5, "chat", 92,
    ("Login fails after SSO change", "Report shows wrong totals", "Import stuck", "API limit reached"),
    role="support",
)  # fmt: skip
RENEWAL = Kind(
    "renewal_call", 45, 0.5, 5, "call", 30,
    ("Renewal terms", "Renewal: price objection", "Renewal follow-up"),
    "renewal-120-days", 35,
)  # fmt: skip
RESCUE = Kind(
    "rescue_call", 50, 0.55, 5, "call", 35, ("Low adoption", "Sponsor has left", "Complaint about price")
)
EMAIL = Kind(
    "email", 11, 0.75, 1, "e-mail", 55, ("Re: question", "How do I export", "Release news", "Follow-up")
)
WEBINAR = Kind(
    "webinar", 60, 0.2, 15, "event", 0, ("Getting started webinar", "What is new webinar"), "webinar", 100
)
INTERNAL = Kind(
    "internal", 45, 0.5, 15, "meeting", 0, ("Team weekly", "One to one", "Forecast call", "Product feedback")
)

STEADY: Mapping[str, tuple[tuple[Kind, int], ...]] = {
    "high": ((CHECK_IN, 370), (EMAIL, 400), (REPORT, 90), (REVIEW, 40), (TRAINING, 35), (ESCALATION, 70)),
    "mid": ((CHECK_IN, 135), (EMAIL, 150), (REPORT, 26), (REVIEW, 18), (TRAINING, 15), (ESCALATION, 30)),
    "low": ((CHECK_IN, 26), (EMAIL, 36), (TRAINING, 3), (ESCALATION, 6)),
    "tech": ((EMAIL, 5), (ESCALATION, 2)),
}
"""How many of each kind an account gets in a hundred months once it is settled, by touch model."""

BEGINNING: Mapping[str, tuple[tuple[Kind, int], ...]] = {
    "high": ((ONBOARDING_CALL, 420), (INTEGRATION, 260), (TRAINING, 140)),
    "mid": ((ONBOARDING_CALL, 320), (INTEGRATION, 170), (TRAINING, 90)),
    "low": ((ONBOARDING_CALL, 70), (TRAINING, 15)),
    "tech": (),
}
"""What comes on top before it is live."""

RENEWING: Mapping[str, int] = {"high": 120, "mid": 75, "low": 22, "tech": 0}
"""Renewal calls in a hundred months of the four before a renewal."""

RESCUING: Mapping[str, int] = {"high": 150, "mid": 100, "low": 30, "tech": 0}
"""Rescue calls in a hundred months of an account in bad health."""

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        ONBOARDING_CALL, INTEGRATION, TRAINING, CHECK_IN, REVIEW, REPORT, ESCALATION, RENEWAL, RESCUE, EMAIL,
        WEBINAR, INTERNAL,
    )
}  # fmt: skip
"""All kinds by name."""


def true_mean(kind: Kind, truth: Truth | None = None) -> float:
    """Return the mean of the minutes that are logged of a kind: what is rounded and capped included.

    Exact but for the last digits: the logarithm of the minutes is a sum of twelve uniform draws, whose
    distribution is known (Irwin-Hall), and each whole number of steps is logged for a range of it.
    """
    median = kind.minutes if truth is None else truth.minutes
    spread = kind.spread if truth is None or truth.spread is None else truth.spread
    mean, below = 0.0, 0.0
    for minutes in range(kind.step, LONGEST + 1, kind.step):
        edge = (minutes + kind.step / 2) / median
        up_to = 1.0 if minutes + kind.step > LONGEST else _bell_below(math.log(edge) / spread)
        mean += minutes * (up_to - below)
        below = up_to
    return mean


def _bell_below(bell: float) -> float:
    """Return the chance that a draw of `Dice.bell` is below a number: Irwin and Hall's distribution."""
    sum_of_draws = bell + BELL_DRAWS / 2
    if sum_of_draws > BELL_DRAWS / 2:
        return 1.0 - _bell_below(-bell)  # the upper half cancels too many digits
    if sum_of_draws <= 0.0:
        return 0.0
    terms = (
        (-1) ** place * math.comb(BELL_DRAWS, place) * (sum_of_draws - place) ** BELL_DRAWS
        for place in range(math.floor(sum_of_draws) + 1)
    )
    return math.fsum(terms) / math.factorial(BELL_DRAWS)
