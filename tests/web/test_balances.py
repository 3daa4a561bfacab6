"""Balances in the app: asked as a job, accepted one by one, approved by another, void once books change."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from html import unescape
from threading import Event
from typing import Any

import pytest

from bookload.base.access import ROLES
from bookload.base.errors import ChangedMeanwhileError
from bookload.report.page.topic import NO_ROWS
from served import found, logged
from unit.planning.balance.test_accepted import chosen

LEAVER = {"seconds": "20", "leaver": "P1"}
"""Ada leaves, whose one account goes to Ben: the small company has two who carry accounts."""


def worked(job) -> None:
    from bookload.web.jobs.worker import carry_out

    carry_out(job.pk)
    job.refresh_from_db()


def latest():
    from bookload.web.jobs.models import Job

    return Job.objects.latest("pk")


def asked(client, **said) -> str:
    answer = client.post("/balance", {**LEAVER, **said})
    assert answer.status_code == 302, answer.content.decode()[-800:]
    worked(latest())
    return str(answer.headers["Location"])


def shown(client, path) -> str:
    return unescape(client.get(path).content.decode())


def said(client, page, **words) -> int:
    revision = found(r'name="revision" value="(\d+)"', shown(client, page))
    return int(client.post(f"{page}/said", {"revision": revision, **words}).status_code)


def done(client, page, what, **more) -> int:
    text = shown(client, page)
    form = {
        name: match[1]
        for name in ("approval", "mark")
        if (match := re.search(rf'name="{name}" value="(\w+)"', text))
    }
    return int(client.post(f"{page}/{what}", {**form, **more}).status_code)


@pytest.fixture(scope="module")
def searched() -> dict[str, Any]:
    """What the first search found, for all tests of the same question: it takes longer than what they do."""
    return {}


@pytest.fixture
def propose(own, as_role, searched):
    """Somebody's proposal, searched for once: the companies of these tests are copies of one."""
    from django.utils import timezone

    from bookload.web.balances.models import Proposal

    def made(role: str) -> str:
        client = as_role(role)
        if not searched:
            page = asked(client)
            searched.update(Proposal.objects.values("asked", "stands_on", "document", "kept").get())
            return page
        by = Person.objects.get(name=role)
        return Proposal.objects.create(person=by, asked_at=timezone.now(), makers=[by.pk], **searched).page

    from bookload.web.people.models import Person

    return made


@pytest.fixture
def proposed(propose):
    return propose("operations")


@pytest.fixture
def waiting(proposed, as_role):
    client = as_role("operations")
    assert said(client, proposed, **{"choice:0": "accepted"}) == 200
    assert done(client, proposed, "submit") == 302
    return proposed


def test_it_is_asked_in_the_background_and_says_what_moves_and_why(own, as_role):
    client = as_role("operations")
    answer = client.post("/balance", {**LEAVER, "frontier": "1"})
    page = str(answer.headers["Location"])
    assert 'hx-get="/jobs/' in shown(client, page), "how far it is, until it is there"
    worked(latest())
    assert latest().state == "done"
    text = shown(client, page)
    assert "1 that nobody carries gets an owner" in text
    assert "its owner leaves; Ben Okoro goes from" in text
    assert "Acme" in text
    assert "What fewer moves reach" in text
    assert "What Ada Lind leaves" in shown(client, "/balance")
    document = client.get(f"{page}/proposal.json").json()
    assert [(each["account_id"], each["to"]) for each in document["moves"]] == [("A1", "P2")]
    assert document["choices"] == [{"accounts": ["A1"], "said": None}]
    assert [entry.detail["moves"] for entry in logged(own, "balance proposed")] == [1]


def test_books_follow_what_is_accepted_and_nothing_is_sent_before(proposed, as_role):
    client = as_role("operations")
    assert "nothing is accepted yet" in shown(client, proposed)
    assert done(client, proposed, "submit") == 409
    assert said(client, proposed, **{"choice:0": "accepted"}) == 200
    text = shown(client, proposed)
    assert "1 of 1 accepted" in text
    assert "nobody is overloaded on the way" in text
    assert said(client, proposed, all="decline") == 200
    assert "0 of 1 accepted, 1 declined" in shown(client, proposed)
    assert said(client, proposed, **{"choice:7": "accepted"}) == 409
    assert said(client, proposed, **{"choice:0": "perhaps"}) == 409


def test_two_who_accept_at_once_accept_once(proposed, as_role):
    first, second = as_role("operations"), as_role("head")
    revision = found(r'name="revision" value="(\d+)"', shown(second, proposed))
    assert said(first, proposed, **{"choice:0": "accepted"}) == 200
    late = second.post(f"{proposed}/said", {"revision": revision, "choice:0": "declined"})
    assert late.status_code == 409
    assert "somebody else accepted or declined" in unescape(late.content.decode())
    by_htmx = second.post(f"{proposed}/said", {"revision": revision}, headers={"HX-Request": "true"})
    assert (by_htmx.status_code, b"<html" in by_htmx.content) == (200, False)
    assert "1 of 1 accepted" in shown(first, proposed)


def test_half_of_an_exchange_that_overloads_somebody_is_told_and_goes_no_further(own, as_role):
    """Every account of which Ben may have three: what he gives is what makes room for what he gets."""
    from django.utils import timezone

    from bookload.planning.balance import accepted
    from bookload.report.topics.balance import body
    from bookload.web.balances import services
    from bookload.web.balances.kept import choices_of, written
    from bookload.web.balances.models import Proposal
    from bookload.web.people.models import Person

    client = as_role("operations")
    exchange, of = chosen()
    half = next(n for n in range(len(of.groups)) if accepted(of, [n]).over)
    none = {"orphans": False, "leavers": [], "hire": None, "most": None, "scenario": None}
    made = Proposal.objects.create(
        person=Person.objects.get(name="operations"),
        asked_at=timezone.now(),
        asked=none,
        stands_on=services.stands_on(own, None),
        document={**body(exchange), "currency": "USD", "as_of": "2026-06-30", "snapshot": "s"},
        kept=written(exchange, of),
    )
    assert choices_of(made.found) == of, "what is kept says the same"
    assert said(client, made.page, **{f"choice:{half}": "accepted"}) == 200
    text = shown(client, made.page)
    assert "What is accepted would overload somebody: " in text
    assert "<b>overloaded</b>" in text
    assert done(client, made.page, "submit") == 409
    assert said(client, made.page, all="accept") == 200
    assert "would overload somebody" not in shown(client, made.page)
    assert done(client, made.page, "submit") == 302


def test_somebody_else_approves_and_then_there_are_files(waiting, as_role, own):
    operations, head = as_role("operations"), as_role("head")
    waits = shown(operations, waiting)
    assert re.search("1 of 1 accepted; waits for approval\\s*</p>", waits)
    assert NO_ROWS not in waits, "a chart without a table is no lack of rows"
    assert "files once somebody else" in unescape(operations.get(f"{waiting}/moves.csv").content.decode())
    assert done(operations, waiting, "approve") == 404, "who does not decide finds nowhere to"
    assert said(operations, waiting, **{"choice:0": ""}) == 409, "what waits is not changed"
    assert done(head, waiting, "approve") == 302
    assert "approved" in shown(operations, waiting)
    rows = list(csv.DictReader(io.StringIO(head.get(f"{waiting}/moves.csv").content.decode())))
    assert [(row["account_id"], row["to_owner_id"], row["on_or_after"]) for row in rows] == [
        ("A1", "P2", "2025-07-01")
    ]
    text = head.get(f"{waiting}/ownership.csv", {"starts": "2025-08-01"}).content.decode()
    assert "A1,P1,2024-01-01,2025-08-01,csm,1" in text
    assert "A1,P2,2025-08-01,,csm,1" in text
    assert head.get(f"{waiting}/ownership.csv", {"starts": "2025-06-30"}).status_code == 400
    what = [entry.what for entry in logged(own) if entry.what.startswith(("balance", "approval"))]
    assert what[-3:] == ["balance moves said", "approval asked", "approval approved"]


def test_who_asked_never_approves_whatever_their_role(propose, as_role):
    head, page = as_role("head"), propose("head")
    assert said(as_role("operations"), page, **{"choice:0": "accepted"}) == 200
    assert done(as_role("operations"), page, "submit") == 302
    assert done(head, page, "approve") == 409
    assert done(as_role("owner"), page, "send-back", reason="A1 renews soon") == 302
    assert "A1 renews soon" in shown(head, page)


def test_once_books_or_policy_change_it_is_void_and_says_so(waiting, as_role, own):
    policy = own / "bookload.toml"
    policy.write_text(policy.read_text() + "\n# another\n")
    head = as_role("head")
    assert "Changed since it was proposed: bookload.toml" in shown(head, waiting)
    assert done(head, waiting, "approve") in (404, 409)
    assert done(as_role("operations"), waiting, "submit") == 409
    assert "void" in shown(head, "/balance")


def test_other_books_void_it_even_between_the_look_and_the_approval(waiting, as_role, own):
    from bookload.data import snapshots
    from bookload.web.approvals.models import Approval
    from commanded import FILES, run, written

    asked_for = Approval.objects.get()
    more = FILES["ownership.csv"] + "A4,P1,2025-06-30,,csm\n"
    files = written(
        own / "again", {"ownership.csv": more.replace("A4,P2,2025-01-15,,", "A4,P2,2025-01-15,2025-06-30,")}
    )
    before = snapshots.current_id(own / ".bookload")
    ran = run("import", str(files), "--workspace", str(own), "--data-through", "2025-06-30")
    assert ran.code == 0, ran.err
    assert snapshots.current_id(own / ".bookload") != before
    form = {"approval": asked_for.pk, "mark": asked_for.mark}
    assert as_role("head").post(f"{waiting}/approve", form).status_code == 409
    asked_for.refresh_from_db()
    assert (asked_for.state, asked_for.changed) == ("void", ["the books"])


def test_what_is_approved_goes_into_an_import_that_shows_what_it_does(waiting, as_role):
    operations = as_role("operations")
    assert operations.post(f"{waiting}/take-over").status_code == 400, "not before it is approved"
    done(as_role("head"), waiting, "approve")
    answer = operations.post(f"{waiting}/take-over", {"starts": ""})
    draft = str(answer.headers["Location"])
    assert draft.startswith("/data/import/")
    worked(latest())
    assert "ownership" in shown(operations, draft)
    assert latest().result["refused"] in (False, "", None), latest().result["refused"]
    assert "taken over by operations" in shown(operations, waiting)
    assert done(operations, waiting, "withdraw") in (302, 404, 409)


def test_a_scenario_is_for_looking_at(own, as_role):
    (own / "scenarios").mkdir(exist_ok=True)
    hire = '[[hires]]\nrole = "csm"\ndate = 2025-01-01\ncount = 1\n'
    (own / "scenarios" / "one.toml").write_text(f'name = "One"\nsentence = "One more?"\n\n{hire}')
    client = as_role("operations")
    page = asked(client, scenario="one")
    said(client, page, all="accept")
    assert "it is for looking at" in shown(client, page)
    assert done(client, page, "submit") == 409


def test_what_cannot_be_meant_is_refused_in_words(own, as_role):
    client = as_role("operations")
    for form, words in (
        ({"most": "many"}, "not a number of moves"),
        ({"seconds": "0"}, "not a time to search"),
        ({"leaver": "P9"}, "P9"),
        ({"scenario": "none"}, "none"),
    ):
        answer = client.post("/balance", form)
        assert (answer.status_code, words in unescape(answer.content.decode())) == (422, True), form


def test_limits_that_cannot_hold_are_named_and_what_failed_can_be_begun_again(own, as_role):
    client = as_role("operations")
    answer = client.post("/balance", {"seconds": "20", "leaver": ["P1", "P2"]})
    worked(latest())
    assert latest().state == "failed"
    page = str(answer.headers["Location"])
    assert "nobody is there to carry accounts" in shown(client, page)
    assert client.post(f"{page}/again").status_code == 302


def test_stopped_it_keeps_the_best_so_far(own, as_role):
    from bookload.base.progress import Progress
    from bookload.web.balances.models import Proposal
    from bookload.web.balances.work import balanced
    from bookload.web.people.models import Person

    client = as_role("operations")
    client.post("/balance", {"seconds": "60", "leaver": "P1"})
    proposal = Proposal.objects.get()
    over = Event()
    progress = Progress(lambda stage, _done, _total: over.set() if stage == "searching" else None, over)
    balanced(Person.objects.get(name="operations"), {"proposal": proposal.pk}, progress)
    proposal.refresh_from_db()
    assert proposal.document is not None
    assert proposal.document["status"] in {"interrupted", "within_gap", "infeasible"}
    assert shown(client, proposal.page)


def test_a_process_that_died_is_told_and_leaves_nothing(own, as_role):
    from django.utils import timezone

    from bookload.web.jobs.models import SILENT, Job

    client = as_role("operations")
    page = str(client.post("/balance", LEAVER).headers["Location"])
    gone = timezone.now() - SILENT - timedelta(seconds=1)
    Job.objects.filter(pk=latest().pk).update(state="running", beat_at=gone)
    assert "it can be begun again" in shown(client, page)
    assert client.get(f"{page}/proposal.json").status_code == 404


def test_who_may_not_see_everybodys_books_finds_nothing(proposed, as_role):
    for role in ROLES.keys() - {"owner", "head", "operations"}:
        client = as_role(role)
        for path in ("", "/proposal.json", "/moves.csv", "/ownership.csv"):
            assert client.get(f"{proposed}{path}").status_code == 404, role
        assert client.get("/balance").status_code == 404, role
        assert client.post("/balance", LEAVER).status_code == 404, role


def test_services_refuse_an_old_look(proposed, as_role):
    from django.utils import timezone

    from bookload.web.balances import services
    from bookload.web.balances.models import Proposal
    from bookload.web.people.models import Person

    by, now = Person.objects.get(name="operations"), timezone.now()
    services.say(by, Proposal.objects.get().pk, {0: "accepted"}, 0, now)
    with pytest.raises(ChangedMeanwhileError):
        services.say(by, Proposal.objects.get().pk, {0: "declined"}, 0, now)
