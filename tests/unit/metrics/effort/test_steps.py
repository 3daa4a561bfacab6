from __future__ import annotations

from fractions import Fraction

from bookload.metrics.effort.steps import read_deliveries, steps
from logged import company, deed


def read(log, **more):
    return {(step.stage, step.activity): step for step in steps(read_deliveries(company(log, **more)))}


LOG = [
    *(deed(minutes=minutes, stage="steady") for minutes in (30, 30, 45, 60, 480)),
    *(deed(minutes=minutes, stage="steady", kind="email") for minutes in (5, 10)),
    deed(minutes=60, account="A;B;C", kind="webinar"),
    deed(minutes=None, stage="steady"),
    deed(minutes=500, account=None),
    deed(minutes=500, account=None, kind="internal"),
]


def test_a_step_is_an_activity_in_a_stage_for_accounts():
    assert list(read(LOG)) == [("steady", "call"), ("steady", "email"), (None, "webinar")]


def test_a_session_for_three_accounts_is_one_delivery_of_its_whole_length():
    webinar = read(LOG)[None, "webinar"]
    assert (webinar.deliveries, webinar.minutes, webinar.median) == (1, 600_000, 600_000)


def test_medians_describe_and_unknown_lengths_are_counted_apart():
    call = read(LOG)["steady", "call"]
    assert (call.deliveries, call.unknown, call.minutes) == (5, 1, 6_450_000)
    assert call.median == 450_000


def test_modelled_minutes_are_the_logged_ones_and_each_residual_is_told():
    found = read(LOG).values()
    assert sum(step.modelled for step in found) == sum(step.minutes for step in found) == 7_200_000
    assert sum((step.residual for step in found), Fraction(0)) == 0
    # What one day of eight hours put on top of calls is borne by all steps.
    assert read(LOG)["steady", "call"].residual > 0 > read(LOG)["steady", "email"].residual


def test_a_step_of_one_delivery_takes_what_that_took_whatever_other_steps_bear():
    found = read([*LOG, deed(minutes="33.3", stage="steady", kind="ticket")])
    assert (found["steady", "ticket"].mean, found["steady", "ticket"].residual) == (333_000, 0)
    assert 75_000 < found["steady", "email"].mean <= 100_000


def test_a_step_of_unknown_length_alone_has_no_mean():
    (step,) = read([deed(minutes=None)]).values()
    assert (step.deliveries, step.unknown, step.mean, step.modelled) == (0, 1, None, 0)
