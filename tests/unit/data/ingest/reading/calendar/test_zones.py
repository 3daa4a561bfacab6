from datetime import UTC, datetime

import pytest

from bookload.data.ingest.reading.calendar.zones import Zones

RULES = """BEGIN:VTIMEZONE
TZID:{name}
{more}BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ={often};BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ={often};BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE"""


def rules(name: str, often: str = "YEARLY", more: str = "") -> dict[str, list[str]]:
    return {name: RULES.format(name=name, often=often, more=more).splitlines()}


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("/freeassociation.sourceforge.net/Europe/Berlin", "Europe/Berlin"),
        ("/citadel.org/20210210_1/America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("../../etc/passwd", None),
        ("/etc/localtime", None),
        ("", None),
        ("Mars/Base", None),
    ],
)
def test_a_zone_of_the_database_is_known_by_all_its_names(name, key):
    assert Zones({}).key(name) == key


def test_what_nobody_knows_is_no_zone_and_remembered():
    zones = Zones({})
    assert zones["Mars/Base"] is None
    assert zones.unknown == {"Mars/Base"}


def test_a_zone_of_its_own_is_what_its_rules_say():
    zones = Zones(rules("(UTC+01:00) Amsterdam, Berlin"))
    for month, hour in ((1, 11), (7, 10)):
        local = datetime(2026, month, 15, 12, tzinfo=zones["(UTC+01:00) Amsterdam, Berlin"])
        assert local.astimezone(UTC) == datetime(2026, month, 15, hour, tzinfo=UTC)


def test_a_place_beside_the_rules_goes_before_them():
    zones = Zones(rules("Custom 1", more="X-LIC-LOCATION:Asia/Tokyo\n"))
    assert zones.key("Custom 1") == "Asia/Tokyo"
    assert zones.rules("Custom 1") == ()


@pytest.mark.parametrize("often", ["SECONDLY", "DAILY", "NEVER", ""])
def test_rules_that_no_zone_has_make_none(often):
    zones = Zones(rules("Evil", often))
    assert zones["Evil"] is None
    assert zones.unknown == {"Evil"}
