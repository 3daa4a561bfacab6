"""Keys: shown once, kept as hashes, worth what their owner is at the moment, and nothing once over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bookload.base.errors import UsageError

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def ada(served):
    from bookload.web.people.models import Person

    return Person.objects.invite("ada@example.com", "head")


def asked(token, path="capacity", **said):
    from django.test import Client

    return Client().get(f"/api/v1/{path}", said, headers={"Authorization": f"Bearer {token}"})


def now():
    from django.utils import timezone

    return timezone.now()


def test_a_program_asks_by_a_key(ada):
    from bookload.web.keys.services import listed, made

    answer = asked(made(ada, "nightly export", now()))
    assert answer.status_code == 200
    assert answer.json()["rows"]
    assert listed(ada)[0].used_at is not None


def test_only_the_hash_of_a_key_is_kept_and_its_beginning_shown(ada):
    from django.db import connection

    from bookload.web.keys.services import listed, made

    token = made(ada, "nightly export", NOW)
    key = listed(ada)[0]
    assert key.prefix == token[:11]
    assert str(key) == f"nightly export ({token[:11]}…)"
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM keys_key")
        assert token not in repr(cursor.fetchall())


def test_a_key_opens_no_page(ada):
    from django.test import Client

    from bookload.web.keys.services import made

    token = made(ada, "x", now())
    page = Client().get("/overview", headers={"Authorization": f"Bearer {token}"})
    assert page.status_code == 302


def test_a_key_that_is_revoked_over_unknown_or_of_nobody_active_is_refused_in_the_same_words(ada):
    from bookload.web.keys.services import listed, made, revoked

    gone, over, paused = (made(ada, name, now()) for name in ("gone", "over", "paused"))
    revoked(next(key for key in listed(ada) if key.name == "gone"))
    type(listed(ada)[0]).objects.filter(name="over").update(until=now())
    refused = [asked(token) for token in (gone, over, "bl_unknown", "", "x" * 5000)]
    ada.is_active = False
    ada.save()
    refused.append(asked(paused))
    assert [answer.status_code for answer in refused] == [401] * len(refused)
    assert len({answer.content for answer in refused}) == 1


def test_a_wrong_key_is_refused_whoever_is_signed_in(as_role):
    answer = as_role("owner").get("/api/v1/snapshots", headers={"Authorization": "Basic b3duZXI6"})
    assert answer.status_code == 401


def test_a_key_may_be_narrowed_to_a_role_that_sees_no_more_than_its_owner(ada):
    from bookload.web.keys.services import listed, made

    token = made(ada, "board paper", now(), role="board")
    assert asked(token, "capacity").status_code == 200
    assert asked(token, "book", person="P1").status_code == 404
    assert listed(ada)[0].access.role == "board"
    for role in ("finance", "owner", "csm", "chief"):
        with pytest.raises(UsageError, match="role"):
            made(ada, "more", NOW, role=role)


def test_a_key_holds_for_a_year_or_shorter_and_has_a_name(ada):
    from bookload.web.keys.services import holder, made

    token = made(ada, "a", NOW)
    assert holder(token, NOW + timedelta(days=364)) is not None
    assert holder(token, NOW + timedelta(days=365)) is None
    short = made(ada, "b", NOW, until=NOW + timedelta(days=1))
    assert holder(short, NOW + timedelta(days=1)) is None
    for name, until in ((" ", None), ("x" * 101, None), ("c", NOW), ("c", NOW + timedelta(days=366))):
        with pytest.raises(UsageError):
            made(ada, name, NOW, until=until)


def test_when_a_key_was_used_last_is_written_down_once_a_minute(ada):
    from bookload.web.keys.services import holder, listed, made

    token = made(ada, "a", NOW)
    for seconds, written in ((0, 0), (59, 0), (60, 60)):
        holder(token, NOW + timedelta(seconds=seconds))
        assert listed(ada)[0].used_at == NOW + timedelta(seconds=written)


def test_each_key_has_its_own_pace_and_its_owner_one_for_all(ada, monkeypatch):
    from bookload.web.api import door
    from bookload.web.keys.services import made

    monkeypatch.setattr(door, "PER_KEY", 2)
    monkeypatch.setattr(door, "PER_PERSON", 5)
    first, second, third = (made(ada, name, now()) for name in "abc")
    statuses = [[asked(token, "snapshots").status_code for _ in range(3)] for token in (first, second, third)]
    assert statuses == [[200, 200, 429], [200, 200, 429], [200, 429, 429]]
