"""Webhooks: what happened arrives signed, once it can, at public addresses and nowhere else."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bookload.base.errors import UsageError

NOW = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)
HERE = frozenset({"127.0.0.1"})


class Here(ThreadingHTTPServer):
    sent: list[tuple[str, dict[str, str], bytes]]
    url: str


@pytest.fixture
def receiver():
    """A real server here: it keeps what it is sent, and answers by what the path says."""
    sent = []

    class Receives(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            sent.append((self.path, dict(self.headers), body))
            kind, _, rest = self.path.strip("/").partition("/")
            self.send_response(int(kind))
            if rest:
                self.send_header("Location", f"http://{rest}")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = Here(("127.0.0.1", 0), Receives)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    server.sent = sent
    server.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def owner(served):
    from bookload.web.people.ways_in import owner

    return owner()


def hooked(owner, url):
    from bookload.web.hooks.services import made

    return made(owner, url, ["import.finished"], NOW, allowed=HERE)


def happened(at=NOW):
    from bookload.web.hooks.services import Event, send

    return send(Event("import.finished", at, {"snapshot": "S1"}))


def test_what_happened_arrives_signed(owner, receiver):
    from bookload.web.hooks.services import deliver
    from bookload.web.hooks.signature import Receiver

    hook = hooked(owner, f"{receiver.url}/200")
    assert happened() == 1
    assert deliver(NOW, allowed=HERE) == 1
    (_, headers, body), *others = receiver.sent
    assert others == []
    Receiver(hook.secret).take(body, headers["Bookload-Signature"], NOW)
    told = json.loads(body)
    assert (told["event"], told["snapshot"], told["id"]) == (
        "import.finished",
        "S1",
        headers["Bookload-Delivery"],
    )
    assert deliver(NOW + timedelta(days=2), allowed=HERE) == 0


def test_what_does_not_arrive_is_tried_again_later_and_later_and_then_given_up(owner, receiver):
    from bookload.web.hooks.models import Delivery
    from bookload.web.hooks.services import AGAIN, deliver

    hooked(owner, f"{receiver.url}/503")
    happened()
    at = NOW
    for wait in (*AGAIN, None):
        before = Delivery.objects.get().tries
        assert deliver(at, allowed=HERE) == 0
        found = Delivery.objects.get()
        assert (found.tries, found.answer) == (before + 1, "answered 503")
        assert found.next_at == (None if wait is None else at + wait)
        at += wait or timedelta(0)
    assert len(receiver.sent) == 1 + len(AGAIN)
    assert len({headers["Bookload-Delivery"] for _, headers, _ in receiver.sent}) == 1
    assert deliver(at + timedelta(days=31), allowed=HERE) == 0
    assert not Delivery.objects.exists()


def test_a_receiver_that_is_gone_is_told_no_more(owner, receiver):
    from bookload.web.hooks.services import deliver

    hook = hooked(owner, f"{receiver.url}/410")
    happened()
    deliver(NOW, allowed=HERE)
    hook.refresh_from_db()
    assert hook.stopped_at == NOW
    assert happened() == 0


def test_what_a_process_took_and_did_not_finish_is_delivered_by_another(owner, receiver):
    from bookload.web.hooks.models import Delivery
    from bookload.web.hooks.services import TAKEN, _taken, deliver

    hooked(owner, f"{receiver.url}/200")
    happened()
    mine, theirs = Delivery.objects.get(), Delivery.objects.get()
    assert _taken(mine, NOW)
    assert not _taken(theirs, NOW)
    assert deliver(NOW, allowed=HERE) == 0
    assert deliver(NOW + TAKEN, allowed=HERE) == 1


def test_whose_owner_is_nobody_any_more_is_not_told(owner, receiver):
    from bookload.web.hooks.services import deliver

    hooked(owner, f"{receiver.url}/200")
    happened()
    owner.is_active = False
    owner.save()
    assert deliver(NOW, allowed=HERE) == 0
    assert receiver.sent == []
    assert happened() == 0


def test_a_webhook_is_not_told_what_was_before_it(owner, receiver):
    hooked(owner, f"{receiver.url}/200")
    assert happened(NOW - timedelta(seconds=1)) == 0


def test_an_import_and_a_failed_job_are_noticed_once_whoever_did_them(owner, receiver, served):
    from bookload.data import snapshots
    from bookload.web.hooks.models import Delivery
    from bookload.web.hooks.noticing import notice
    from bookload.web.hooks.services import made
    from bookload.web.jobs.models import Job, State
    from bookload.workspace.paths import Folder

    held = snapshots.current(Folder(served).state)
    assert held is not None
    loaded = held.manifest.loaded_at
    made(owner, f"{receiver.url}/200", ["import.finished", "job.failed"], loaded, allowed=HERE)
    job = Job.objects.create(
        person=owner, kind="answer", title="Secret Ltd", arguments={}, page="/", asked_at=loaded
    )
    assert notice(served, loaded) == 1
    Job.objects.filter(pk=job.pk).update(state=State.FAILED, ended_at=loaded, error="Secret Ltd")
    assert [notice(served, loaded) for _ in range(3)] == [1, 0, 0]
    bodies = [json.loads(each.body) for each in Delivery.objects.order_by("pk")]
    assert [body["event"] for body in bodies] == ["import.finished", "job.failed"]
    assert bodies[0]["rows"] > 0
    assert bodies[1]["job"] == job.pk
    assert "Secret" not in repr(bodies)


def test_events_and_addresses_come_from_what_there_is(owner):
    from bookload.web.hooks.services import made

    with pytest.raises(UsageError, match=r"allowed: import\.finished, job\.failed"):
        made(owner, "https://example.com", ["import.began"], NOW)
    for url in (
        "file:///etc/passwd",
        "http://example.com",
        "https://u:p@example.com",
        "https://",
        "x",
        "https://[::1",
    ):
        with pytest.raises(UsageError, match="address"):
            made(owner, url, ["job.failed"], NOW)


def test_settings_make_a_webhook_show_its_secret_once_and_take_it_away(as_role, monkeypatch):
    import socket

    from bookload.web.hooks.models import Hook

    public = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: public)
    owner, path = as_role("owner"), "/settings/webhooks"
    made = owner.post(path, {"url": "https://example.com/x", "event": ["job.failed"]})
    hook = Hook.objects.get()
    assert (made.status_code, hook.events) == (201, ["job.failed"])
    assert hook.secret in made.content.decode()
    later = owner.get(path).content.decode()
    assert "https://example.com/x" in later
    assert hook.secret not in later
    assert owner.post(f"{path}/{hook.pk}/remove").status_code == 302
    assert not Hook.objects.exists()


def test_settings_say_why_an_address_is_not_taken_and_keep_what_was_written(as_role):
    refused = as_role("admin").post(
        "/settings/webhooks", {"url": "https://127.0.0.1/x", "event": ["job.failed"]}
    )
    assert refused.status_code == 422
    assert "not on the public internet" in refused.content.decode()
    assert "https://127.0.0.1/x" in refused.content.decode()


def test_webhooks_are_for_who_brings_people_in(as_role):
    for role, status in (("owner", 200), ("admin", 200), ("head", 404), ("csm", 404), ("finance", 404)):
        assert as_role(role).get("/settings/webhooks").status_code == status
