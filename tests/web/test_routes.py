"""Every route states the rights it asks for, and gives nothing without them: by page, program, file and form.

What is asked here is made from the routes: a new one is walked as soon as it is there. Nothing is computed
for it: a date that is none is told to who may ask (400) and is nowhere for who may not (404).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from bookload.base.access import ROLES as RIGHTS
from bookload.web.pages import PAGES
from bookload.workspace.questions import QUESTIONS

if TYPE_CHECKING:
    from django.test import Client

ROLES = tuple(RIGHTS)
ASKED = {"book": {"person": "P1"}, "explain": {"metric": "arr"}}
PAY = ("71713", "91919", "88081", "71,713", "91,919", "88,081")
MONEY = re.compile(r"\w*(_ote|_base|ote|base|pay|salary|hiring|too_few|too_many)|cost\w*|\w*margin")
"""Names of what is pay, or can be computed from it."""

PUBLISHED = {"reference_pay"}
"""What a benchmark says of the pay of those that it looked at."""

ASK_MORE = ("data/difference",)
"""Routes that show nothing where nothing is said of what."""

NO_DATE = {"as_of": "yesterday"}
NEAR_PAY = ("ratios", "costs", "sizing")
"""Questions that pay stands in, or next to; `make prove` asks all of them in all forms."""

PIECES = {
    "<slug:name>": sorted({page.name for page in PAGES} | {"nothing"}),
    "<slug:what>": ["approve", "nothing"],
    "<slug:act>": ["end", "nothing"],
    "<slug:hash_>": ["0" * 64],
    "<str:token>": ["no-such-token"],
    "<uuid:draft>": ["00000000-0000-4000-8000-000000000000"],
    "<int:job>": ["999999"],
    "<int:pk>": ["999999"],
    "<int:place>": ["999999"],
}
"""What may stand for a piece of a route; one that is not here has to be told how to be walked."""


def routes() -> Iterator[tuple[str, Any]]:
    """Every route, those of each app's own list included, with its view."""
    from django.urls import get_resolver
    from django.urls.resolvers import URLResolver

    waiting: list[tuple[str, Any]] = [("", get_resolver())]
    while waiting:
        before, here = waiting.pop()
        for each in here.url_patterns:
            route = f"{before}{each.pattern}"
            if isinstance(each, URLResolver):
                waiting.append((route, each))
            else:
                yield route, each.callback


def paths(route: str) -> list[str]:
    """The addresses of a route: every page with its questions, every question as a file, each piece apart."""
    if route == "<slug:name>/<slug:question>":
        return [f"/{page.name}/{each}" for page in PAGES for each in (*page.questions, "nothing")]
    if route == "export/<slug:question>.<slug:kind>":
        return [
            *(f"/export/{name}.json" for name in (*QUESTIONS, "nothing")),
            *(f"/export/costs.{kind}" for kind in ("csv", "xlsx", "pdf", "html", "exe")),
        ]
    found = [f"/{route}"]
    for piece in re.findall(r"<[^>]+>", route):
        found = [path.replace(piece, each, 1) for path in found for each in PIECES[piece]]
    return found


def walked() -> Iterator[tuple[str, str, Any]]:
    for route, view in routes():
        for path in paths(route):
            yield route, path, view


def granted(path: str, view: Any, role: str) -> bool:
    """Whether a role may come to an address, as the route, its page and its question say."""
    from bookload.web.routes import EVERY_ROLE, ROLES_STATED, STATED

    needed = set(getattr(view, STATED))
    roles = getattr(view, ROLES_STATED, EVERY_ROLE)
    page, _, question = path.strip("/").partition("/")
    if page == "export":
        question = question.partition(".")[0]
    found = next((each for each in PAGES if each.name == page), None)
    if found is not None and f"/{page}" in path[: len(page) + 1]:
        needed |= found.needs if not question or question in found.questions else set()
        roles = roles & found.roles if path == f"/{page}" else roles
    if question in QUESTIONS and (page == "export" or (found and question in found.questions)):
        needed |= QUESTIONS[question].needs
    return needed <= RIGHTS[role] and role in roles


def no_pay(answer: Any) -> bool:
    """Whether no marked digit of pay is in an answer, its headers included."""
    text = answer.content.decode("utf-8", "replace") + repr(answer.headers)
    return not [digits for digits in PAY if digits in text]


def test_every_route_states_the_rights_it_asks_for(served):
    from bookload.web.routes import STATED

    silent = [route for route, view in routes() if not hasattr(view, STATED)]
    assert silent == []


def test_who_is_not_signed_in_comes_to_the_door_from_everywhere(served):
    from django.test import Client

    from bookload.web.routes import STATED

    client = Client()
    for _, path, view in walked():
        if getattr(view, STATED) is not None:
            for answer in (client.get(path), client.post(path)):
                if path.startswith("/api/"):
                    assert answer.status_code == 401, path
                else:
                    assert answer.status_code == 302, path
                    assert answer.headers["Location"].startswith("/in?next="), path


@pytest.mark.parametrize("role", ROLES)
def test_every_route_is_there_for_whom_its_rights_are_met_and_nowhere_for_others(as_role, role, monkeypatch):
    from bookload.web.api import door
    from bookload.web.routes import STATED

    monkeypatch.setattr(door, "PER_PERSON", 10**6)
    client, seen = as_role(role), 0
    for route, path, view in walked():
        if getattr(view, STATED) is None or route in ("out", ""):
            continue
        answer = client.get(path, NO_DATE)
        may = granted(path, view, role)
        if not may:
            assert answer.status_code == 404, (path, role)
        elif "<" not in route and route not in ASK_MORE:
            assert answer.status_code in (200, 302, 400, 405), (path, role, answer.status_code)
        else:
            assert answer.status_code < 500, (path, role)
        assert no_pay(answer) or "pay_person" in RIGHTS[role], (path, role)
        seen += may
    assert seen > len(ROLES)


@pytest.mark.parametrize("role", [role for role in ROLES if role != "owner"])
def test_a_form_of_a_route_that_is_not_theirs_is_nowhere_too(own, as_role, role):
    from bookload.web.routes import STATED

    client = as_role(role)
    for _, path, view in walked():
        if getattr(view, STATED) is not None and not granted(path, view, role):
            assert client.post(path).status_code in (404, 405), (path, role)


def test_no_form_of_any_route_is_taken_without_its_token(served, as_role):
    """73."""
    from django.test import Client

    from bookload.web.people.models import Person

    as_role("owner")
    client = Client(enforce_csrf_checks=True)
    client.force_login(Person.objects.get(name="owner"))
    for route, _view in routes():
        for method in ("post", "delete"):
            path = paths(route)[0]
            answer = getattr(client, method)(path)
            assert answer.status_code == (405 if path.startswith("/api/") else 403), (method, path)


def test_what_is_near_pay_has_neither_its_digits_nor_its_fields_for_who_may_not_see_it(as_role):
    """61, 62."""
    for name in NEAR_PAY:
        whole = as_role("owner").get(f"/api/v1/{name}").json()
        assert [key for key, value in fields(whole) if MONEY.fullmatch(key) and is_said(value)], name
    for role in ("operations", "head"):
        client = as_role(role)
        for name in NEAR_PAY:
            answer = client.get(f"/api/v1/{name}")
            assert (answer.status_code, no_pay(answer)) == (200, True), (name, role)
            if "pay_group" not in RIGHTS[role]:
                told = {
                    key for key, value in fields(answer.json()) if MONEY.fullmatch(key) and is_said(value)
                }
                assert told <= PUBLISHED, (name, role, told)


def is_said(value: object) -> bool:
    """Whether something is told: neither n/a, nor nought, nor the factor of what is not scaled by pay."""
    return str(value).strip("-0.") not in ("", "None", "False", "[]", "{}", "1")


def fields(document: Any) -> Iterator[tuple[str, Any]]:
    """Every key of a document with its value, however deep."""
    if isinstance(document, list):
        for each in document:
            yield from fields(each)
    elif isinstance(document, dict):
        for key, value in document.items():
            yield key, value
            yield from fields(value)


def forms_of(name: str) -> Iterator[str]:
    page = next((page.name for page in PAGES if name in page.questions), None)
    if page is not None:
        yield f"/{page}/{name}"
    yield f"/api/v1/{name}"
    yield from (f"/export/{name}.{kind}" for kind in ("json", "csv", "xlsx", "pdf", "html"))


@pytest.mark.prove
@pytest.mark.parametrize("role", ROLES)
def test_no_question_in_no_form_shows_pay_to_who_may_not_see_it(
    as_role, role, monkeypatch, promised: Callable[[str, int], int]
):
    from bookload.web.api import door

    monkeypatch.setattr(door, "PER_PERSON", 10**6)
    client: Client = as_role(role)
    asked = 0
    for name, question in QUESTIONS.items():
        for path in forms_of(name):
            answer = client.get(path, ASKED.get(name, {}))
            there = question.needs <= RIGHTS[role]
            assert answer.status_code in ((200, 404, 422) if there else (404,)), (path, role)
            assert no_pay(answer) or "pay_person" in RIGHTS[role], (path, role)
            asked += 1
    assert asked >= promised("forms of questions asked as each role", 100)


def test_a_csm_has_no_way_to_anothers_accounts(as_role):
    """60."""
    ada = as_role("csm")
    for path, said in (
        ("/books/book", {"person": "P2"}),
        ("/export/book.json", {"person": "P2"}),
        ("/api/v1/book", {"person": "P2"}),
        ("/export/explain.json", {"metric": "arr"}),
        ("/api/v1/movements", {"by": "account"}),
        ("/export/committed.csv", {"by": "account"}),
        ("/export/monday.json", {}),
    ):
        answer = ada.get(path, said)
        # A page holds a random token, which two signs may be in by chance.
        is_page = answer.headers["Content-Type"].startswith("text/html")
        hidden = ("Cato", "Dune") if is_page else ("A3", "A4", "Cato", "Dune")
        assert not [each for each in hidden if each in answer.content.decode()], path
    theirs = ada.get("/api/v1/explain", {"metric": "arr", "for": "A3"})
    assert theirs.status_code in (400, 404)
    assert "Cato" not in theirs.content.decode()


def test_a_right_that_is_taken_away_is_gone_with_the_next_request(as_role):
    from bookload.web.people.models import Person

    client = as_role("head")
    assert client.get("/capacity", NO_DATE).status_code == 400
    Person.objects.filter(name="head").update(role="csm", person_id="P1")
    assert client.get("/capacity", NO_DATE).status_code == 404


def test_nobody_gets_an_answer_that_was_kept_for_another(as_role):
    """65."""
    everything = as_role("owner").get("/api/v1/movements", {"by": "account"})
    own = as_role("csm").get(
        "/api/v1/movements", {"by": "account"}, headers={"If-None-Match": everything.headers["ETag"]}
    )
    assert (b"A3" in everything.content, own.status_code, b"A3" in own.content) == (True, 200, False)
    assert everything.headers["ETag"] != own.headers["ETag"]
    for answer in (everything, own):
        assert {"Cookie", "Authorization"} <= set(answer.headers["Vary"].split(", "))
        assert "private" in answer.headers["Cache-Control"]
