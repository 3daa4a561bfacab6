"""67. Who manages people has no right to pay by it, and a route that states no right is nowhere."""

from __future__ import annotations

import pytest

from bookload.base.access import ROLES, Right
from served import person


@pytest.mark.parametrize("role", ["admin", "head", "operations"])
def test_nobody_who_manages_sees_single_salaries_by_it(role):
    assert Right.PAY_PERSON not in ROLES[role]


def test_no_role_gives_a_right_to_pay_that_it_does_not_have_itself():
    from bookload.web.people.duties import PAY, PEOPLE, may_give

    for giver in ROLES:
        for role in ROLES:
            assert may_give(giver, role) == (giver in PEOPLE and ROLES[role] & PAY <= ROLES[giver])
    assert not may_give("admin", "owner")
    assert not may_give("admin", "finance")


def test_an_admin_makes_no_link_of_somebody_who_sees_pay(own, as_role):
    finance = person("fin@example.com", "finance")
    assert as_role("admin").post(f"/settings/people/{finance.pk}/link").status_code == 404


def test_a_view_that_states_no_right_is_nowhere(served):
    from django.http import Http404, HttpResponse
    from django.test import RequestFactory

    from bookload.web.gate import Gate

    with pytest.raises(Http404):
        Gate(lambda _: HttpResponse()).process_view(
            RequestFactory().get("/x"), lambda _: HttpResponse(), (), {}
        )
