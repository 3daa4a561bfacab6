from datetime import UTC, datetime

import pytest

from bookload.data.ingest.others import Others, Person
from bookload.data.ingest.sources.calendar.meeting import Meeting
from bookload.data.ingest.sources.calendar.owner import Owner, owner_of

OTHERS = Others(
    people=(
        Person("P-01", "Ada Example", "ada@own.example"),
        Person("P-02", "Bo Other", "bo@own.example"),
        Person("P-03", "Ada Example-Two", None),
    )
)


def met(*addresses: str, organizer: str | None = None) -> Meeting:
    moment = datetime(2026, 3, 4, 10, tzinfo=UTC)
    return Meeting("m", moment, moment, None, None, organizer, addresses, (), private=False, row=1)


def whose(said: str | None = None, calendar: str = "", file: str = "calendar.ics", meetings=()) -> Owner:
    return owner_of(said, (calendar, file), meetings, OTHERS)


@pytest.mark.parametrize(
    ("more", "person"),
    [
        ({"said": "P-02"}, "P-02"),
        ({"said": "bo other"}, "P-02"),
        ({"said": "Everyone"}, "Everyone"),
        ({"said": "P-99"}, "P-99"),
        ({"calendar": "bo@own.example"}, "P-02"),
        ({"calendar": "Calendar of Bo Other"}, "P-02"),
        ({"file": "Bo Other 2026.ics"}, "P-02"),
        ({"file": "bo@own.example.ics"}, "P-02"),
        ({"file": "P-02.ics"}, "P-02"),
        ({"calendar": "Team", "file": "bo.other.ics"}, "P-02"),
        ({"calendar": "Bo"}, None),
        # Two people have these words: nobody is guessed.
        ({"calendar": "Ada Example-Two"}, None),
        ({"calendar": "Work"}, None),
    ],
)
def test_a_calendar_is_the_one_persons_whom_it_names(more, person):
    assert whose(**more).person_id == person


def test_what_is_stated_goes_before_the_calendars_name_and_that_before_the_files():
    assert whose("P-01", "Bo Other", "bo.other.ics").person_id == "P-01"
    assert whose(None, "bo@own.example", "ada@own.example.ics").person_id == "P-02"


def test_who_is_in_nearly_every_meeting_is_assumed_and_asked():
    nine = [met("bo@own.example", "x@acme.example")] * 9
    found = whose(meetings=[*nine, met("ada@own.example")])
    assert (found.person_id, found.assumed) == ("P-02", True)
    assert whose(meetings=[*nine[:8], met("ada@own.example"), met("ada@own.example")]).person_id is None
    assert whose(meetings=nine[:4]).person_id is None
    both = [met("bo@own.example", organizer="ada@own.example")] * 9
    assert whose(meetings=both).person_id is None
