"""Digests: on for who wants one, once a week, by a mail server that is tried, to rooms with an audience."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bookload.base.errors import UsageError
from bookload.base.progress import Progress
from post_office import PASSWORD, USER, certificate, post_office
from served import found, logged
from web.test_hooks import HERE, receiver

__all__ = ["receiver"]

MONDAY = datetime(2026, 6, 29, 7, 0, tzinfo=UTC)
BEFORE = MONDAY - timedelta(days=3)


@pytest.fixture
def box():
    with post_office() as found:
        yield found


@pytest.fixture
def by_mail(own, as_role, box):
    """A served company whose mail goes to the box, and a way to let somebody have a digest."""
    set_server(as_role("owner"), box)

    def of(role, **said):
        client = as_role(role)
        answer = client.post("/settings/digest", {"address": f"{role}@example.com", **said})
        assert answer.status_code == 302, answer.content
        subscribed_at(BEFORE)
        return client

    return of


def set_server(client, box, **said):
    usual = {"host": "127.0.0.1", "port": str(box.port), "security": "none", "sender": "bookload@example.com"}
    return client.post("/settings/mail/server", {**usual, **said})


def subscribed_at(at):
    from bookload.web.digest.models import Subscription

    Subscription.objects.update(since=at)


def delivered(now, allowed=HERE):
    from bookload.web.digest.delivery import Desk
    from bookload.web.digest.schedule import write_due

    write_due(ZoneInfo("UTC"), now)
    return Desk(now, allowed).deliver()


def letters():
    from bookload.web.digest.models import Letter

    return [(each.recipient.split()[0], each.week, each.state) for each in Letter.objects.order_by("pk")]


# --------------------------------------------------------------------------------------------- when it is due


@pytest.mark.usefixtures("_django")
def test_a_slot_is_the_last_such_hour_in_the_companys_time_zone():
    from bookload.web.digest.schedule import slot

    berlin = ZoneInfo("Europe/Berlin")
    assert slot(0, 7, berlin, MONDAY) == datetime(2026, 6, 29, 5, 0, tzinfo=UTC)
    assert slot(0, 7, berlin, datetime(2026, 6, 29, 4, 59, tzinfo=UTC)) == datetime(
        2026, 6, 22, 5, 0, tzinfo=UTC
    )
    assert slot(0, 7, ZoneInfo("America/New_York"), MONDAY) == datetime(2026, 6, 22, 11, 0, tzinfo=UTC)
    left_out = slot(6, 2, berlin, datetime(2026, 3, 29, 12, tzinfo=UTC))
    assert left_out == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    twice = slot(6, 2, berlin, datetime(2026, 10, 25, 12, tzinfo=UTC))
    assert twice == datetime(2026, 10, 25, 0, 0, tzinfo=UTC)


def test_a_digest_is_sent_once_a_week_whoever_looks_and_however_often(by_mail, box):
    by_mail("head")
    assert delivered(MONDAY - timedelta(minutes=1)).sent == 0
    assert delivered(MONDAY).sent == 1
    assert [delivered(MONDAY + timedelta(hours=hours)).sent for hours in (0, 1, 50)] == [0, 0, 0]
    by_mail("head", weekday="2", hour="9")
    assert delivered(MONDAY + timedelta(days=2, hours=3)).sent == 0, "another day of the same week"
    assert delivered(MONDAY + timedelta(days=9, hours=3)).sent == 1
    assert [to for to, _ in box.mails] == [["head@example.com"]] * 2


def test_weeks_that_were_missed_are_caught_up_once(by_mail, box):
    by_mail("head")
    assert delivered(MONDAY + timedelta(days=23)).sent == 1
    assert letters() == [("person", "2026-W30", "sent")]
    assert len(box.mails) == 1


def test_nothing_is_due_of_before_somebody_switched_it_on(by_mail, box):
    by_mail("head")
    subscribed_at(MONDAY + timedelta(hours=1))
    assert delivered(MONDAY + timedelta(hours=2)).sent == 0
    assert letters() == []


def test_of_two_processes_one_sends(by_mail, box):
    from bookload.web.digest.delivery import Desk
    from bookload.web.digest.models import Letter
    from bookload.web.digest.schedule import write_due

    by_mail("head")
    write_due(ZoneInfo("UTC"), MONDAY)
    mine, theirs = Letter.objects.get(), Letter.objects.get()
    assert Desk(MONDAY)._taken(mine)
    assert not Desk(MONDAY)._taken(theirs)
    assert Desk(MONDAY).deliver().sent == 0
    assert Desk(MONDAY + timedelta(minutes=16)).deliver().sent == 1, (
        "the first one died before it sent anything"
    )


def test_one_whose_process_died_while_it_handed_it_over_is_not_sent_twice_and_is_told(by_mail, box, as_role):
    from bookload.web.digest.models import Letter, State
    from bookload.web.digest.schedule import write_due

    by_mail("head")
    write_due(ZoneInfo("UTC"), MONDAY)
    Letter.objects.update(state=State.HANDING_OVER, next_at=MONDAY)
    assert delivered(MONDAY + timedelta(minutes=16)).lost == ["head"]
    assert letters()[0][2] == "unsure"
    assert box.mails == []
    assert "may have arrived" in as_role("admin").get("/settings/mail").content.decode()


def test_what_does_not_go_out_is_tried_again_later_and_later_and_then_given_up(by_mail, box, as_role):
    from bookload.web.digest.delivery import AGAIN
    from bookload.web.digest.models import Letter

    by_mail("head")
    as_role("owner").post("/settings/mail/server/remove")
    at = MONDAY
    for wait in AGAIN:
        assert delivered(at).later == 1
        assert Letter.objects.get().next_at == at + wait
        at += wait
    assert delivered(at).lost == ["head"]
    page = as_role("owner").get("/settings/mail").content.decode()
    assert "given up" in page
    assert "there is no mail server yet" in page
    assert delivered(at + timedelta(hours=1)).sent == 0
    assert box.mails == []


def test_what_is_refused_for_now_is_tried_again(by_mail, box):
    from bookload.web.digest.models import Letter

    by_mail("head")
    box.refuses.append("451 later")
    assert delivered(MONDAY).later == 1
    assert Letter.objects.get().answer == "the server refused the mail (451)"


def test_what_is_refused_for_good_is_given_up_at_once(by_mail, box):
    by_mail("head")
    box.refuses.append("550 nobody here")
    assert delivered(MONDAY).lost == ["head"]


def test_a_job_that_loses_letters_fails_so_that_who_watches_jobs_hears_of_it(by_mail, box, monkeypatch):
    from django.utils import timezone

    from bookload.web.digest.clock import look
    from bookload.web.digest.work import UndeliveredError
    from bookload.web.jobs.work import work_of

    by_mail("head")
    box.refuses.append("550 nobody here")
    job = look(MONDAY)
    assert job is not None
    assert (job.kind, job.page) == ("digest", "/settings/mail")
    assert look(MONDAY) == job
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)
    with pytest.raises(UndeliveredError, match="1 digests did not arrive"):
        work_of("digest")(job.person, {}, Progress())
    assert look(MONDAY + timedelta(minutes=1)) is None


# ----------------------------------------------------------------------------------------------- what it says


def test_a_digest_is_a_mail_of_two_parts_that_say_the_same_and_how_old_the_data_is(by_mail, box):
    by_mail("head")
    delivered(MONDAY)
    mail = box.read()
    assert (mail["To"], mail["From"]) == ("head@example.com", "Bookload <bookload@example.com>")
    assert "worth a look this week" in mail["Subject"]
    text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    for part in (text, html):
        assert "The data is old: it goes through 30 Jun 2025, 364 days ago" in part
        assert "n/a: import activities or calendars" in part


def test_a_workspace_without_data_says_so(by_mail, box, own):
    by_mail("head")
    (own / ".bookload" / "CURRENT").unlink()
    delivered(MONDAY)
    assert "Nothing was imported yet" in box.read().get_body(("plain",)).get_content()


def test_a_policy_that_says_nothing_possible_is_told_and_the_letter_waits(by_mail, box, own):
    by_mail("head")
    policy = own / "bookload.toml"
    good = policy.read_text()
    policy.write_text(f"{good}\n[monday]\nquiet_days = 0\n")
    assert delivered(MONDAY).later == 1
    policy.write_text(good)
    assert delivered(MONDAY + timedelta(minutes=2)).sent == 1


# -------------------------------------------------------------------------------------------- the mail server


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_over_tls_the_password_is_taken_and_the_certificate_looked_at(
    own, as_role, tmp_path, monkeypatch, security
):
    trusted, context = certificate(tmp_path)
    over = {"over": context} if security == "tls" else {"tls_context": context, "require_starttls": True}
    with post_office(auth_required=True, auth_require_tls=security == "starttls", **over) as box:
        admin = as_role("admin")
        said = {"security": security, "user": USER, "password": PASSWORD}
        assert set_server(admin, box, **said).status_code == 302
        refused = admin.post("/settings/mail/try", {"to": "admin@example.com"})
        assert refused.status_code == 422
        assert "certificate is not that of the host" in found("Not sent: ([^<]*)", refused.content.decode())
        assert (box.signed_in, box.mails) == ([], []), "no password goes to a server that nobody knows"
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        assert admin.post("/settings/mail/try", {"to": "admin@example.com"}).status_code == 302
        assert "The server took a mail" in admin.get("/settings/mail").content.decode()
        assert box.signed_in == [USER.encode()]
        assert box.read()["Subject"] == "Mail from Bookload arrives"


def test_a_server_without_starttls_gets_neither_mail_nor_password(own, as_role, box):
    owner = as_role("owner")
    set_server(owner, box, security="starttls", user=USER, password=PASSWORD)
    refused = owner.post("/settings/mail/try", {"to": "a@example.com"})
    assert "offers no STARTTLS" in refused.content.decode()
    assert box.mails == []


def test_the_password_is_shown_nowhere_and_stays_for_no_other_server(own, as_role, box):
    from bookload.web.digest.mailing import password_of
    from bookload.web.digest.models import Server

    owner = as_role("owner")
    secure = {"security": "starttls", "host": "mail.example.com", "user": USER}
    assert set_server(owner, box, **secure, password=PASSWORD).status_code == 302
    assert PASSWORD not in Server.objects.get().password
    assert password_of(Server.objects.get()) == PASSWORD
    assert set_server(owner, box, **secure, sender="other@example.com").status_code == 302
    assert password_of(Server.objects.get()) == PASSWORD
    elsewhere = set_server(owner, box, **{**secure, "host": "evil.example.com"})
    assert elsewhere.status_code == 422
    assert "enter the password" in elsewhere.content.decode()
    assert Server.objects.get().host == "mail.example.com"
    wrong = set_server(owner, box, **{**secure, "port": "0"}, password=PASSWORD)
    places = [
        wrong.content.decode(),
        owner.get("/settings/mail").content.decode(),
        owner.get("/settings/audit").content.decode(),
        repr([entry.detail for entry in logged(own)]),
    ]
    assert not [place for place in places if PASSWORD in place]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"host": "mail.example.com"}, "without TLS mail goes to this machine alone"),
        ({"host": "127.0.0.1.example.com"}, "this machine alone"),
        ({"host": "a b"}, "host"),
        ({"security": "open"}, "kept from others"),
        ({"port": "70000"}, "port"),
        ({"sender": "nobody"}, "mail address"),
        ({"sender": "a@example.com\r\nBcc: b@example.com"}, "mail address"),
        ({"user": "x"}, "enter the password"),
    ],
)
def test_a_mail_server_that_cannot_be_meant_is_refused_with_the_reason(own, as_role, box, said, words):
    answer = set_server(as_role("admin"), box, **said)
    assert answer.status_code == 422
    assert words in answer.content.decode()


# ------------------------------------------------------------------------------------------------ chat rooms


def room(person, receiver, **said):
    from bookload.web.digest.models import Room
    from bookload.web.digest.services import make_room

    usual = {"name": "CS", "style": "slack", "audience": "figures", "url": f"{receiver.url}/200"}
    made = make_room(person, {**usual, **said}, BEFORE, allowed=HERE)
    return Room.objects.get(pk=made.pk)


@pytest.fixture
def owner(own, as_role):
    from bookload.web.people.models import Person

    as_role("owner")
    return Person.objects.get(name="owner")


def test_a_room_of_sums_is_told_no_name_and_one_of_a_role_what_the_role_sees(owner, receiver):
    room(owner, receiver)
    room(owner, receiver, name="Ops", audience="operations", style="teams")
    assert delivered(MONDAY).sent == 2
    sums, lists = (json.loads(body) for _, _, body in receiver.sent)
    assert [block["type"] for block in sums["blocks"]][:2] == ["header", "section"]
    assert {block["text"]["type"] for block in sums["blocks"]} == {"plain_text"}
    assert "Acme" not in json.dumps(sums)
    card = lists["attachments"][0]["content"]
    assert (lists["type"], card["type"]) == ("message", "AdaptiveCard")


def test_a_room_sees_no_more_than_who_makes_it_and_is_told_nothing_once_they_may_not(
    owner, receiver, as_role
):
    from bookload.web.people.models import Person

    as_role("admin")
    admin = Person.objects.get(name="admin")
    with pytest.raises(UsageError, match="sees more than you do"):
        room(admin, receiver, audience="head")
    with pytest.raises(UsageError, match="audience"):
        room(admin, receiver, audience="csm")
    room(admin, receiver, audience="board")
    Person.objects.filter(pk=admin.pk).update(role="operations")
    assert delivered(MONDAY).sent == 0
    assert letters()[0][2] == "dropped"
    assert receiver.sent == []


def test_a_rooms_address_is_looked_at_kept_from_all_eyes_and_tried_again(owner, receiver, as_role):
    client = as_role("owner")
    said = {"name": "CS", "style": "slack", "audience": "figures", "weekday": "0", "hour": "7"}
    inside = client.post("/settings/mail/rooms", {**said, "url": "https://127.0.0.1/hook-secret"})
    assert inside.status_code == 422
    assert "not on the public internet" in inside.content.decode()
    made = room(owner, receiver, url=f"{receiver.url}/503")
    page = client.get("/settings/mail").content.decode()
    assert made.url not in page
    assert receiver.url not in page
    assert delivered(MONDAY, allowed=frozenset()).later == 1, "the address is looked at again when it is told"
    assert receiver.sent == []
    assert delivered(MONDAY + timedelta(minutes=3)).later == 1
    assert client.post(f"/settings/mail/rooms/{made.pk}/remove").status_code == 302
    assert delivered(MONDAY + timedelta(days=1)).sent == 0
    assert letters()[0][2] == "dropped"


# --------------------------------------------------------------------------------------------------- settings


def test_everybody_switches_their_own_on_and_off_and_it_is_written_down(own, as_role):
    csm = as_role("csm")
    assert "You get none" in csm.get("/settings/digest").content.decode()
    csm.post("/settings/digest", {"address": "ada@example.com", "weekday": "4", "hour": "16"})
    page = csm.get("/settings/digest").content.decode()
    assert "Friday 16:00, UTC" in page
    assert "no mail server yet" in page
    wrong = csm.post("/settings/digest", {"address": "ada", "weekday": "9", "hour": "16"})
    assert wrong.status_code == 422
    assert "write it as ada@example.com" in wrong.content.decode()
    csm.post("/settings/digest/off")
    assert "You get none" in csm.get("/settings/digest").content.decode()
    assert [entry.what for entry in logged(own) if "digest" in entry.what] == [
        "digest switched on",
        "digest switched off",
    ]


def test_mail_and_rooms_are_for_who_brings_people_in(as_role):
    for role, status in (("owner", 200), ("admin", 200), ("head", 404), ("csm", 404), ("finance", 404)):
        client = as_role(role)
        assert client.get("/settings/mail").status_code == status
        if status == 404:
            for path in ("server", "server/remove", "try", "rooms", "rooms/1/remove"):
                assert client.post(f"/settings/mail/{path}").status_code == 404
