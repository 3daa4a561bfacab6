"""71. A key never exceeds its owner: what is taken from the person is gone from it with the next request."""

from __future__ import annotations

import pytest

from bookload.base.access import ROLES


@pytest.fixture
def ada(served):
    from bookload.web.people.models import Person

    return Person.objects.invite("ada@example.com", "finance")


@pytest.fixture
def asked(ada):
    from django.test import Client
    from django.utils import timezone

    from bookload.web.keys.services import made

    token = made(ada, "nightly export", timezone.now())

    def ask(path, **said):
        return Client().get(f"/api/v1/{path}", said, headers={"Authorization": f"Bearer {token}"})

    return ask


def changed(person, **to):
    type(person).objects.filter(pk=person.pk).update(**to)


def test_an_owner_who_is_demoted_demotes_the_key_at_once(ada, asked):
    assert "per_ote" in asked("ratios").content.decode()
    changed(ada, role="operations")
    demoted = asked("ratios")
    assert (demoted.status_code, "per_ote" in demoted.content.decode()) == (200, False)
    changed(ada, role="csm", person_id="P1")
    assert asked("ratios").status_code == 404
    assert "A3" not in asked("movements", by="account").content.decode()


def test_what_was_held_of_an_answer_before_is_not_said_to_hold_after(ada, asked):
    from django.test import Client
    from django.utils import timezone

    from bookload.web.keys.services import made

    tag = asked("movements").headers["ETag"]
    changed(ada, role="operations")
    headers = {"If-None-Match": tag, "Authorization": f"Bearer {made(ada, 'x', timezone.now())}"}
    assert Client().get("/api/v1/movements", headers=headers).status_code == 200


def test_an_owner_who_is_nobody_any_more_has_no_keys(ada, asked):
    changed(ada, is_active=False)
    assert asked("movements").status_code == 401
    ada.delete()
    assert asked("movements").status_code == 401


@pytest.mark.parametrize(
    ("was", "narrowed"), [("owner", "finance"), ("finance", "board"), ("head", "operations")]
)
def test_a_narrowed_key_is_within_its_role_and_its_owner_whatever_becomes_of_them(served, was, narrowed):
    from django.utils import timezone

    from bookload.web.keys.services import listed, made
    from bookload.web.people.models import Person

    person = Person.objects.invite("bo@example.com", was)
    made(person, "x", timezone.now(), role=narrowed)
    for role in ROLES:
        changed(person, role=role, person_id="P1" if role in ("csm", "manager") else "")
        access = listed(person)[0].access
        assert access.rights <= ROLES[role] & ROLES[narrowed]
        assert ROLES[access.role] <= ROLES[role]
