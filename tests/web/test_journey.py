"""The Journey page: stages and activities in forms that keep the file's comments."""

from __future__ import annotations

import html
import re
import tomllib

import pytest

JOURNEY = """\
# How we work.
version = 1

# The first 90 days.
[[stages]]
name = "onboarding"                # agreed in March
days_since_start = [0, 90]

[[stages]]
name = "adoption"

# Kick-off: always with the champion.
[[activities]]
name = "Kick-off call"
stage = "onboarding"
per = "event"
minutes = { low = 45, likely = 60, high = 90 }   # measured
per_unit = { integrations = 15 }

# Reviews.
[[activities]]
name = "Business review"
stage = "adoption"
touch_models = ["high"]
per = "quarter"
minutes = { low = 90, likely = 150, high = 240 }
"""


@pytest.fixture
def travelled(own):
    """The company with a journey of two stages and two activities."""
    (own / "journey.toml").write_text(JOURNEY)
    return own / "journey.toml"


def form(client, path):
    """Return what stands in a form's fields."""
    page = client.get(path).content.decode().partition('class="entry"')[2]
    said = {
        name: html.unescape(value)
        for name, value in re.findall(r'<input (?:type="hidden" )?name="([^"]+)" value="([^"]*)"', page)
    }
    for name, options in re.findall(r'<select name="([^"]+)">(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r"<option selected>([^<]*)<", options)
        said[name] = html.unescape(chosen.group(1)) if chosen else ""
    if "checked" in page:
        said["assumed"] = "true"
    said.pop("csrfmiddlewaretoken", None)
    return {**said, "act": "save"}


def test_the_journey_is_shown_to_who_sees_all_rows_and_changed_by_who_may(travelled, as_role):
    for role in ("owner", "operations", "head"):
        page = as_role(role).get("/journey").content.decode()
        assert "Kick-off call" in page
        assert "/journey/stages/0" in page
    for role in ("finance", "board", "admin"):
        client = as_role(role)
        page = client.get("/journey").content.decode()
        assert "Kick-off call" in page
        assert "/journey/stages/0" not in page
        for path in ("/journey/stages/0", "/journey/activities/new"):
            assert client.get(path).status_code == 404
            assert client.post(path, {"name": "x"}).status_code == 404
    assert as_role("csm").get("/journey").status_code == 404
    assert travelled.read_text() == JOURNEY


@pytest.mark.parametrize(
    "path", ["/journey/stages/0", "/journey/stages/1", "/journey/activities/0", "/journey/activities/1"]
)
def test_a_form_saved_as_it_is_changes_no_byte(travelled, as_role, path):
    head = as_role("head")
    assert head.post(path, form(head, path)).status_code == 302
    assert travelled.read_text() == JOURNEY


def test_a_changed_value_is_the_only_thing_that_changes(travelled, as_role):
    head, path = as_role("head"), "/journey/activities/0"
    head.post(path, {**form(head, path), "minutes.likely": "62.5", "segments": "Enterprise, SMB"})
    expected = JOURNEY.replace("likely = 60", "likely = 62.5").replace(
        "per_unit = { integrations = 15 }\n",
        'per_unit = { integrations = 15 }\nsegments = ["Enterprise", "SMB"]\n',
    )
    assert travelled.read_text() == expected


def test_a_stage_that_gets_another_name_keeps_its_activities(travelled, as_role):
    head, path = as_role("head"), "/journey/stages/0"
    assert head.post(path, {**form(head, path), "name": "start"}).status_code == 302
    assert travelled.read_text() == JOURNEY.replace('"onboarding"', '"start"')


def test_what_is_added_stands_below_its_like_and_what_is_taken_out_takes_its_comment(travelled, as_role):
    head = as_role("head")
    new = {
        **form(head, "/journey/stages/new"),
        "name": "renewal",
        "days_to_renewal.from": "0",
        "days_to_renewal.to": "60",
    }
    assert head.post("/journey/stages/new", new).status_code == 302
    found = tomllib.loads(travelled.read_text())
    assert [stage["name"] for stage in found["stages"]] == ["onboarding", "adoption", "renewal"]
    assert found["stages"][2] == {"name": "renewal", "days_to_renewal": [0, 60]}
    path = "/journey/stages/2"
    assert head.post(path, {**form(head, path), "act": "earlier"}).status_code == 302
    assert [stage["name"] for stage in tomllib.loads(travelled.read_text())["stages"]][1] == "renewal"
    path = "/journey/activities/0"
    assert head.post(path, {**form(head, path), "act": "remove"}).status_code == 302
    text = travelled.read_text()
    assert "Kick-off" not in text
    assert "# Reviews." in text
    assert "# agreed in March" in text


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"minutes.low": "100"}, "minutes must rise"),
        ({"minutes.low": "1.000,5"}, "'1.000,5' is no number"),
        ({"minutes.low": "NaN"}, "is no number"),
        ({"minutes.low": ""}, "fill in all of low, likely, high"),
        ({"name": " "}, "cannot be empty"),
        ({"stage": "nowhere"}, "which is not a stage"),
        ({"per_unit": "seats 3"}, "unit = minutes"),
        ({"touch_models": "huge"}, "touch_models"),
        ({"share": "2"}, "share"),
    ],
)
def test_what_cannot_be_is_said_and_not_saved_and_what_was_typed_stays(travelled, as_role, said, words):
    head, path = as_role("head"), "/journey/activities/0"
    answer = head.post(path, {**form(head, path), "role": "typed", **said})
    assert answer.status_code == 422
    assert words in html.unescape(answer.content.decode())
    assert 'value="typed"' in answer.content.decode()
    assert travelled.read_text() == JOURNEY


def test_a_stage_with_activities_is_not_taken_out(travelled, as_role):
    head, path = as_role("head"), "/journey/stages/0"
    answer = head.post(path, {**form(head, path), "act": "remove"})
    assert answer.status_code == 422
    assert "Kick-off call" in html.unescape(answer.content.decode())
    assert travelled.read_text() == JOURNEY


def test_without_a_journey_the_page_says_how_to_begin_and_a_form_begins_one(own, as_role):
    (own / "journey.toml").unlink(missing_ok=True)
    head = as_role("head")
    assert "There is no journey yet" in head.get("/journey").content.decode()
    assert (
        head.post("/journey/stages/new", {**form(head, "/journey/stages/new"), "name": "all"}).status_code
        == 302
    )
    assert (own / "journey.toml").read_text() == '[[stages]]\nname = "all"\n'


def test_a_broken_journey_says_where_and_points_to_its_text(travelled, as_role):
    travelled.write_text(JOURNEY + 'stagee = "x"\n')
    page = html.unescape(as_role("head").get("/journey").content.decode())
    assert f"line {len(JOURNEY.splitlines()) + 1}" in page
    assert "/settings/documents/journey" in page
