"""75. Guessing keys ends in 429, and no answer tells whether a key or its owner exists."""

from __future__ import annotations


def test_who_guesses_keys_has_to_wait_and_is_told_nothing(served):
    from django.test import Client
    from django.utils import timezone

    from bookload.web.api.door import FREE_GUESSES
    from bookload.web.keys.services import made
    from bookload.web.people.ways_in import owner

    token = made(owner(), "x", timezone.now())

    def asked(key, address="192.0.2.7"):
        headers = {"Authorization": f"Bearer {key}"}
        return Client().get("/api/v1/snapshots", headers=headers, REMOTE_ADDR=address)

    guesses = [asked(f"{token[:-3]}{number:03}") for number in range(FREE_GUESSES)]
    assert {answer.status_code for answer in guesses} == {401}
    assert len({answer.content for answer in guesses}) == 1
    waiting = asked("bl_another")
    assert waiting.status_code == 429
    assert int(waiting.headers["Retry-After"]) >= 1
    assert asked("bl_another", "192.0.2.8").status_code == 401
    assert asked(token).status_code == 200, "somebody else's guesses keep nobody out"


def test_a_wrong_key_is_written_down_nowhere(served, caplog):
    from django.db import connection
    from django.test import Client

    wrong = "bl_this-was-a-password-pasted-by-mistake"
    Client().get("/api/v1/snapshots", headers={"Authorization": f"Bearer {wrong}"})
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own names
            assert wrong not in repr(cursor.fetchall()), table
    assert wrong not in caplog.text
    assert wrong not in (served / ".bookload" / "audit.jsonl").read_text()
