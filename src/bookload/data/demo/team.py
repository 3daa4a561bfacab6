"""The customer success team of the sample company: sixteen people, of whom fourteen are still there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bookload.base.period import add_months
from bookload.data.demo.rows import Row, cents, day_text, hundredths
from bookload.data.demo.timeline import HISTORY_MONTHS, Timeline

COMPANY = "halden.example"
POOL = "POOL-DIGITAL"
POOL_NAME = "Digital success"


@dataclass(frozen=True, slots=True)
class Post:
    """A position from `offset` months before the last month on; pay is base and OTE in thousands a year."""

    offset: int
    day: int
    role: str
    level: str
    team: str
    base: int
    ote: int
    fte_percent: int = 100


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the team; the first post begins with the employment."""

    person_id: str
    name: str
    country: str
    region: str
    languages: str
    skills: str
    manager_id: str
    posts: tuple[Post, ...]
    left: tuple[int, int] | None = None
    max_accounts: int | None = None


DIRECTOR, MANAGER = "P-01", "P-02"
ENT_NA, ENT_DACH, ENT_EMEA = "P-03", "P-04", "P-05"
MID_NA, MID_EMEA, MID_DACH, MID_NEW = "P-06", "P-07", "P-08", "P-09"
SMB_NA, SMB_NEW = "P-10", "P-11"
ONBOARDING_NA, ONBOARDING_EU, SUPPORT = "P-12", "P-13", "P-14"
MID_LEFT, SMB_LEFT = "P-15", "P-16"

MID_LEFT_ON = (-7, 15)
SMB_LEFT_ON = (-22, 31)
PROMOTED_ON = -17
LEAVE_FROM, LEAVE_TO = (-17, 13), (-11, 14)
ENT_EMEA_JOINED = (-20, 7)
MID_DACH_JOINED = (-33, 4)
SMB_NA_JOINED = (-30, 8)
SMB_NEW_JOINED = (-2, 13)
MID_NEW_JOINED = (-1, 4)

PEOPLE = (
    Person(DIRECTOR, "Marta Lindqvist", "US", "NA", "en;sv", "", "", (
        Post(-60, 1, "director", "5", "Leadership", 165, 210),
    )),
    Person(MANAGER, "Daniel Okafor", "GB", "EMEA", "en", "negotiation", DIRECTOR, (
        Post(-54, 1, "csm", "2", "Enterprise", 62, 74),
        Post(-41, 1, "senior_csm", "3", "Enterprise", 78, 95),
        Post(PROMOTED_ON, 1, "manager", "4", "Leadership", 95, 118),
    )),
    Person(ENT_NA, "Priya Raman", "US", "NA", "en;hi", "api;security", DIRECTOR, (
        Post(-50, 15, "csm", "2", "Enterprise", 92, 110),
        Post(-38, 1, "senior_csm", "3", "Enterprise", 108, 132),
    ), max_accounts=25),
    Person(ENT_DACH, "Jonas Weber", "DE", "DACH", "de;en", "api", DIRECTOR, (
        Post(-44, 1, "csm", "2", "Enterprise", 68, 82),
        Post(-14, 1, "senior_csm", "3", "Enterprise", 82, 100),
    ), max_accounts=25),
    Person(ENT_EMEA, "Claire Moreau", "GB", "EMEA", "en;fr", "negotiation", MANAGER, (
        Post(*ENT_EMEA_JOINED, "csm", "2", "Enterprise", 70, 85),
    ), max_accounts=25),
    Person(MID_NA, "Ethan Brooks", "US", "NA", "en", "analytics", MANAGER, (
        Post(-40, 3, "csm", "2", "Mid-market", 88, 106),
    ), max_accounts=50),
    Person(MID_EMEA, "Aoife Byrne", "GB", "EMEA", "en", "training", MANAGER, (
        Post(-37, 6, "csm", "2", "Mid-market", 62, 74),
        Post(-21, 1, "csm", "2", "Mid-market", 64, 77, 60),
    ), max_accounts=50),
    Person(MID_DACH, "Lena Hofmann", "DE", "DACH", "de;en;fr", "analytics", MANAGER, (
        Post(*MID_DACH_JOINED, "csm", "2", "Mid-market", 66, 79),
    ), max_accounts=50),
    Person(MID_NEW, "Marcus Hill", "US", "NA", "en;es", "", MANAGER, (
        Post(*MID_NEW_JOINED, "csm", "1", "Mid-market", 82, 98),
    )),
    Person(SMB_NA, "Sofia Alvarez", "US", "NA", "en;es", "training", MANAGER, (
        Post(*SMB_NA_JOINED, "csm", "1", "SMB", 78, 93),
    ), max_accounts=120),
    Person(SMB_NEW, "Tom Becker", "DE", "DACH", "de;en", "", MANAGER, (
        Post(*SMB_NEW_JOINED, "csm", "1", "SMB", 58, 69),
    )),
    Person(ONBOARDING_NA, "Grace Kim", "US", "NA", "en;ko", "api;integrations", DIRECTOR, (
        Post(-39, 1, "onboarding", "2", "Onboarding", 84, 96),
    )),
    Person(ONBOARDING_EU, "Felix Braun", "DE", "DACH", "de;en", "api;integrations", DIRECTOR, (
        Post(-24, 15, "onboarding", "2", "Onboarding", 60, 68),
    )),
    Person(SUPPORT, "Owen Clarke", "GB", "EMEA", "en", "api;security", DIRECTOR, (
        Post(-42, 1, "support", "2", "Support", 48, 52),
    )),
    Person(MID_LEFT, "Rachel Stone", "US", "NA", "en", "negotiation", MANAGER, (
        Post(-38, 10, "csm", "2", "Mid-market", 86, 103),
    ), left=MID_LEFT_ON, max_accounts=50),
    Person(SMB_LEFT, "Hugo Martin", "GB", "EMEA", "en;fr", "", MANAGER, (
        Post(-43, 1, "csm", "1", "SMB", 50, 59),
    ), left=SMB_LEFT_ON, max_accounts=140),
)  # fmt: skip

_CURRENCY = {"US": "USD", "GB": "GBP", "DE": "EUR"}
_RAISE_MONTH = 4
_LEAST_MONTHS_TO_RAISE = 9
_POOL_MEMBERS = (
    (SMB_LEFT, 30, (-36, 1), SMB_LEFT_ON),
    (SMB_NA, 25, SMB_NA_JOINED, None),
    (SUPPORT, 30, (-36, 1), None),
    (SMB_NEW, 25, (0, 1), None),
)


def hired(person: Person, timeline: Timeline) -> date:
    """Return the first day of employment."""
    return timeline.on(person.posts[0].offset, person.posts[0].day)


def left(person: Person, timeline: Timeline) -> date | None:
    """Return the first day no longer employed; None for those who stay."""
    return timeline.on(*person.left) if person.left else None


def employed(person: Person, day: date, timeline: Timeline) -> bool:
    """Return whether somebody is employed on a day."""
    end = left(person, timeline)
    return hired(person, timeline) <= day and (end is None or day < end)


def people_rows(timeline: Timeline) -> list[Row]:
    """Return the table `people`."""
    return [
        {
            "person_id": person.person_id,
            "name": person.name,
            "hire_date": day_text(hired(person, timeline)),
            "leave_date": day_text(left(person, timeline)),
            "email": f"{person.name.replace(' ', '.').lower()}@{COMPANY}",
            "manager_id": person.manager_id,
            "languages": person.languages,
            "skills": person.skills,
            "max_accounts": "" if person.max_accounts is None else str(person.max_accounts),
        }
        for person in PEOPLE
    ]


def position_rows(timeline: Timeline) -> list[Row]:
    """Return the table `positions`: hires, promotions, and the change to part time."""
    return [
        {
            "person_id": person.person_id,
            "from_date": day_text(timeline.on(post.offset, post.day)),
            "role": post.role,
            "level": post.level,
            "fte": hundredths(post.fte_percent),
            "team": post.team,
            "country": person.country,
            "region": person.region,
            "ramp_months": "3" if not at or post.role != person.posts[at - 1].role else "0",
        }
        for person in PEOPLE
        for at, post in enumerate(person.posts)
    ]


def pay_rows(timeline: Timeline) -> list[Row]:
    """Return the table `pay`: each post's full-time pay, and a raise of 3% every April that it lasts."""
    return [
        {
            "person_id": person.person_id,
            "from_date": day_text(day),
            "base": cents(base * 100),
            "ote": cents(ote * 100),
            "currency": _CURRENCY[person.country],
        }
        for person in PEOPLE
        for day, (base, ote) in sorted(_pay(person, timeline).items())
    ]


def _pay(person: Person, timeline: Timeline) -> Mapping[date, tuple[int, int]]:
    """Return base and OTE a year in whole units by the day from which they hold."""
    pay = {}
    for at, post in enumerate(person.posts):
        since = timeline.on(post.offset, post.day)
        following = person.posts[at + 1] if at + 1 < len(person.posts) else None
        until = timeline.on(following.offset, following.day) if following else left(person, timeline)
        base, ote = post.base * 1000, post.ote * 1000
        pay[since] = (base, ote)
        for offset in range(1 - HISTORY_MONTHS, 1):
            day = timeline.on(offset)
            late = day < add_months(since, _LEAST_MONTHS_TO_RAISE) or (until is not None and day >= until)
            if day.month == _RAISE_MONTH and not late and day <= timeline.through:
                base, ote = base * 103 // 10_000 * 100, ote * 103 // 10_000 * 100
                pay[day] = (base, ote)
    return pay


def pool_rows(timeline: Timeline) -> list[Row]:
    """Return the table `pools`: one tech-touch pool, its members and the part of their time that it gets."""
    return [
        {
            "pool_id": POOL,
            "name": POOL_NAME,
            "person_id": person_id,
            "from_date": day_text(timeline.on(*since)),
            "to_date": day_text(timeline.on(*until) if until else None),
            "share": hundredths(percent),
        }
        for person_id, percent, since, until in _POOL_MEMBERS
    ]


def cost_rows(timeline: Timeline) -> list[Row]:
    """Return the table `costs`: tools and travel, by year of the history."""
    kinds = (
        ("tools", "USD", "", "", 5_400_000, "customer success platform"),
        ("community", "USD", "", "Digital", 1_800_000, "community and knowledge base"),
        ("travel", "USD", "senior_csm", "Enterprise", 3_600_000, "visits"),
        ("training", "EUR", "onboarding", "", 650_000, "certifications"),
        ("ticketing", "GBP", "support", "", 480_000, "help desk"),
    )
    return [
        {
            "from_date": day_text(timeline.on(offset)),
            "to_date": day_text(timeline.on(offset + 12)),
            "amount": cents(amount * percent // 100),
            "currency": currency,
            "kind": kind,
            "role": role,
            "segment": segment,
        }
        for offset, percent in ((-35, 84), (-23, 92), (-11, 100))
        for kind, currency, role, segment, amount, _ in kinds
    ]
