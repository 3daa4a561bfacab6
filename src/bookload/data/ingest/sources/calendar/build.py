"""Activities from a calendar: a row a person and meeting, for the accounts whose domains were there."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING

from bookload.base.errors import Finding
from bookload.data.ingest.assembly.calendars import LEAD, once
from bookload.data.ingest.built import Built, from_rows
from bookload.data.ingest.filled import Place
from bookload.data.ingest.mapping.mapping import source_name
from bookload.data.ingest.mapping.question import Question
from bookload.data.ingest.sources.calendar.domains import FREE_MAIL, Domains, domain_of
from bookload.data.ingest.sources.calendar.meeting import Meeting, kind_of, meetings_of
from bookload.data.ingest.sources.calendar.owner import EVERYONE, Owner, in_nearly_all, owner_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.base.errors import Severity
    from bookload.data.ingest.filled import Filled
    from bookload.data.ingest.others import Others

_NAMED = 5
_NOTHING = "Nothing needs to be done."


def build(filled: Filled) -> Built:
    """Return nothing yet: whose meetings they are, and for which accounts, all sheets have to say first."""
    return Built({}, filled.findings, later=partial(_built, filled))


@dataclass
class _Work:
    """What placing the meetings of one calendar needs, and what it counts."""

    filled: Filled
    others: Others
    domains: Domains
    owner: str
    declined: int = 0
    elsewhere: Counter[str] = field(default_factory=Counter)

    @cached_property
    def own_addresses(self) -> frozenset[str]:
        """The addresses of the one whose calendar it is."""
        return frozenset(address for address, person in self.domains.people.items() if person == self.owner)


def _built(filled: Filled, others: Others) -> Built:
    meetings = meetings_of(filled)
    file = filled.guess.view.sheet.file
    calendar = next(iter(filled.get("calendar").drop_null().to_pylist()), "")
    said = filled.guess.mapping.constants.get("person_id")
    owner = owner_of(said, (calendar, file), meetings, others)
    questions = _asked(filled, owner, meetings, others)
    if owner.person_id is None:
        return Built({}, filled.findings, questions)
    work = _Work(filled, others, Domains.of(others), owner.person_id)
    rows = [row for meeting in meetings for row in _rows(meeting, work)]
    findings = (*filled.findings, *_told(work, owner, rows))
    return Built({"activities": from_rows("activities", rows)}, findings, questions)


def _rows(meeting: Meeting, work: _Work) -> list[dict[str, object]]:
    """Return a meeting's rows: of the one whose calendar it is, or of each person who took part."""
    if work.owner != EVERYONE:
        if work.own_addresses & set(meeting.declined):
            work.declined += 1
            return []
        return [_row(meeting, work.owner, work.own_addresses, work)]
    people = {
        work.domains.people[address] for address in meeting.others(()) if address in work.domains.people
    }
    addresses = {
        person: [address for address, each in work.domains.people.items() if each == person]
        for person in people
    }
    return [_row(meeting, person, addresses[person], work) for person in sorted(people)]


def _row(
    meeting: Meeting, person: str, own: Sequence[str] | frozenset[str], work: _Work
) -> dict[str, object]:
    there = meeting.others(own)
    outside = [address for address in there if not work.domains.is_own(address)]
    accounts = sorted({account for each in outside if (account := work.domains.account(each))})
    if outside and not accounts:
        work.elsewhere.update({domain_of(address) for address in outside})
    meant = work.filled.guess.mapping.values.get("kind", {})
    return {
        "person_id": person,
        "kind": kind_of(meeting, there, work.domains, meant),
        "start_at": meeting.starts,
        "minutes": meeting.minutes,
        "end_at": meeting.ends,
        "account_id": ";".join(accounts) or None,
        "channel": "meeting",
        "attendees": ";".join(there) or None,
        "subject": meeting.title,
        "activity_id": f"{LEAD}{meeting.name}-{_source(work.filled)}",
        "__sheet": work.filled.origin,
        "__row": meeting.row,
    }


def _source(filled: Filled) -> str:
    """Return what stays of a calendar from export to export: a hash of the file's name without digits."""
    return hashlib.sha256(source_name(filled.guess.view.sheet.file).encode()).hexdigest()[:8]


def _asked(filled: Filled, owner: Owner, meetings: Sequence[Meeting], others: Others) -> tuple[Question, ...]:
    """Return the question whose calendar it is: if nothing says it, or if somebody else is in it throughout.

    The latter is so with another's file of a name that was imported before.
    """
    likely = in_nearly_all(meetings, Domains.of(others))
    named = owner.person_id is not None and not owner.assumed
    if named and (owner.person_id == EVERYONE or likely in (None, owner.person_id)):
        return ()
    text = "neither the calendar's name nor the file's says whose it is"
    if named:
        text = f"the calendar is taken for {owner.person_id}'s: {owner.reason}"
    if likely:
        text = f"{text}, but {likely} is in nearly every meeting"
    first = dict.fromkeys(each for each in (owner.person_id, likely) if each)
    known = (person.person_id for person in others.people if person.person_id not in first)
    mapping = filled.guess.mapping
    place = (mapping.file or "", mapping.sheet, None)
    allowed = (*first, *known, EVERYONE)
    return (Question("calendar-owner", *place, text, allowed, "constants", "person_id", owner.person_id),)


def _told(work: _Work, owner: Owner, rows: Sequence[dict[str, object]]) -> list[Finding]:
    """Return what is to be known about how a calendar was read."""
    found = []
    if not owner.assumed:
        whose = "of everyone who takes part" if owner.person_id == EVERYONE else f"of {owner.person_id}"
        found.append(_said(work, "calendar-of", f"taken as the time {whose}: {owner.reason}"))
    if work.declined:
        message = f"{work.declined:,} meetings were declined; they are left out"
        found.append(_said(work, "meetings-declined", message))
    if again := len(rows) - len(once(rows)):
        message = (
            f"{again:,} of {len(rows):,} activities are a meeting of the same person again, by name or by "
            "time and title; each meeting counts once"
        )
        found.append(_said(work, "meetings-again", message))
    if not work.domains.own:
        message = "no person has an e-mail address of the company: which meetings are internal is not known"
        remedy = "Import a list of people with their e-mail addresses (column email)."
        found.append(_said(work, "own-domain-unknown", message, remedy, "warning"))
    elif owner.person_id != EVERYONE and not work.own_addresses:
        message = f"no e-mail address of {owner.person_id} is known: meetings that were declined count too"
        remedy = "Import a list of people with their e-mail addresses (column email)."
        found.append(_said(work, "own-address-unknown", message, remedy, "warning"))
    if work.elsewhere:
        found.append(_unmatched(work))
    found += _stated(work, rows)
    return found


def _unmatched(work: _Work) -> Finding:
    shown = work.elsewhere.most_common(_NAMED)
    listed = ", ".join(f"{domain} ({count:,})" for domain, count in shown)
    more = f" and {len(work.elsewhere) - _NAMED} more" if len(work.elsewhere) > _NAMED else ""
    message = f"meetings with people of domains that no account states count for no account: {listed}{more}"
    remedy = (
        "Write the domain into the column domain of the account that it belongs to, if it is a customer's."
    )
    return _said(work, "domain-of-no-account", message, remedy, "warning")


def _stated(work: _Work, rows: Sequence[dict[str, object]]) -> list[Finding]:
    """Return what is wrong with what accounts state as their domains."""
    found = []
    domains = work.domains
    for domain, accounts in sorted(domains.shared.items()):
        message = (
            f"{domain} is the domain of several accounts ({', '.join(accounts[:_NAMED])}): it is nobody's"
        )
        remedy = "Give each its own (emea.acme.example), or say which belongs to which by parent_account_id."
        found.append(_said(work, "domain-of-several", message, remedy, "warning"))
    for domain in sorted(set(domains.accounts) & domains.own):
        message = f"{domain} is the company's own domain and that of account {domains.accounts[domain]}"
        remedy = "Meetings of the company's own people are internal; correct the domain of the account."
        found.append(_said(work, "domain-is-own", message, remedy, "warning"))
    for domain in sorted(set(domains.accounts) & FREE_MAIL):
        message = f"account {domains.accounts[domain]} states {domain}, whose addresses anybody may have"
        remedy = "Write the whole address in place of the domain, unless all of it is this account's."
        found.append(_said(work, "domain-of-anybody", message, remedy, "warning"))
    for said in sorted(set(domains.unusable)):
        message = f"'{said}' is no domain, and matches nobody"
        found.append(_said(work, "domain-unusable", message, "Correct the domain of the account.", "warning"))
    if rows and not any(account.domain for account in work.others.accounts):
        message = "no account states a domain: no meeting is matched to an account"
        remedy = "Import the accounts with a column domain (acme.example)."
        found.append(_said(work, "no-account-domain", message, remedy, "warning"))
    return found


def _said(
    work: _Work, code: str, message: str, remedy: str = _NOTHING, severity: Severity = "note"
) -> Finding:
    return work.filled.finding(code, message, remedy, severity, Place())
