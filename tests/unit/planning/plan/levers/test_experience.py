from __future__ import annotations

from fractions import Fraction

from bookload.data.documents import Activity, Policy
from bookload.planning.plan.levers.experience import (
    Cell,
    Contact,
    caps,
    contact,
    floors,
    per_delivery,
)
from levered import activity

POLICY = Policy()
CELL: Cell = ("SMB", "onboarding")
CALL = Activity.model_validate(activity("Onboarding call", points=3))
NEWS = Activity.model_validate(activity("Newsletter", points="0.3", mode="automated"))
MAIL = Activity.model_validate(activity("Mail", points="0.5", automated_share="0.4"))
MONTHS = {CELL: Fraction(20)}


def floor(*after: tuple[Activity, int]):
    """Ten calls, ten newsletters and ten mails today; something else tomorrow."""
    before = contact([{CELL: Fraction(10)}] * 3, [CALL, NEWS, MAIL], [CALL, NEWS, MAIL], POLICY)
    kinds = [each for each, _ in after]
    now = contact([{CELL: Fraction(count)} for _, count in after], kinds, kinds, POLICY)
    (found,) = floors(before, now, caps(before, MONTHS, POLICY))
    return found


def test_a_delivery_gives_its_points_by_how_it_is_given():
    group = CALL.model_copy(update={"mode": "group"})
    assert per_delivery(CALL, CALL, POLICY) == Contact(Fraction(3), Fraction(3), Fraction(0))
    assert per_delivery(group, CALL, POLICY).people == Fraction("1.8")
    assert per_delivery(NEWS, NEWS, POLICY) == Contact(Fraction(0), Fraction(0), Fraction("0.075"))
    assert per_delivery(MAIL, MAIL, POLICY) == Contact(Fraction("0.3"), Fraction(0), Fraction("0.05"))


def test_nothing_changed_lowers_nothing():
    assert not floor((CALL, 10), (NEWS, 10), (MAIL, 10)).lowered


def test_ten_newsletters_do_not_pay_for_one_onboarding_call():
    assert floor((CALL, 9), (NEWS, 20), (MAIL, 10)).lowered


def test_nor_does_any_number_of_newsletters_or_mails():
    for news, mails in ((10**9, 10), (10, 10**9), (10**9, 10**9)):
        assert floor((CALL, 9), (NEWS, news), (MAIL, mails)).lowered


def test_not_even_newsletters_that_are_said_to_be_worth_more_than_a_call():
    grand = NEWS.model_copy(update={"points": 100})
    assert floor((CALL, 9), (grand, 1_000), (MAIL, 10)).lowered


def test_digital_contact_makes_up_for_routine_contact_up_to_its_cap():
    assert not floor((CALL, 10), (NEWS, 60), (MAIL, 5)).lowered
    # 10 mails by people are 3 points; digital counts up to 0.5 x 20 account-months = 10, and 1.25 are today's
    assert not floor((CALL, 10), (NEWS, 10**6), (MAIL, 0)).lowered
    few = {CELL: Fraction(1)}
    before = contact([{CELL: Fraction(10)}] * 2, [CALL, MAIL], [CALL, MAIL], POLICY)
    now = contact([{CELL: Fraction(10)}, {CELL: Fraction(10**6)}], [CALL, NEWS], [CALL, NEWS], POLICY)
    assert floors(before, now, caps(before, few, POLICY))[0].lowered


def test_the_digital_contact_of_today_always_counts():
    before = contact([{CELL: Fraction(10**4)}], [NEWS], [NEWS], POLICY)
    now = contact([{CELL: Fraction(10**4 - 1)}], [NEWS], [NEWS], POLICY)
    cap = caps(before, {}, POLICY)
    assert cap == {CELL: before[CELL].digital}
    assert floors(before, now, cap)[0].lowered
    assert not floors(before, before, cap)[0].lowered


def test_a_gain_in_one_stage_does_not_pay_for_a_loss_in_another():
    other: Cell = ("SMB", "steady")
    before = contact([{CELL: Fraction(1), other: Fraction(1)}], [CALL], [CALL], POLICY)
    now = contact([{CELL: Fraction(100), other: Fraction(0)}], [CALL], [CALL], POLICY)
    lowered = {cell.stage: cell.lowered for cell in floors(before, now, caps(before, MONTHS, POLICY))}
    assert lowered == {"onboarding": False, "steady": True}
