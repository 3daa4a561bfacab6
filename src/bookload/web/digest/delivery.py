"""Sending the letters that are due: once, with the rights of now, and later where one did not go out."""

from __future__ import annotations

import json
import uuid
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from bookload import __version__
from bookload.base.errors import BookloadError
from bookload.report.letter import Letter as Content
from bookload.report.letter import as_slack, as_teams, as_text
from bookload.web.digest import rights
from bookload.web.digest.mailing import Mail, NotSentError, UnsureError, send
from bookload.web.digest.models import Letter, Room, Server, State, Style, Subscription
from bookload.web.digest.writing import page, written
from bookload.web.hooks.address import NOBODY
from bookload.web.hooks.posting import post

if TYPE_CHECKING:
    from bookload.base.access import Access

AGAIN = (
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=18),
)
"""After how long a letter that did not go out is tried again; after the last it is given up."""

TAKEN = timedelta(minutes=15)
"""How long whoever writes a letter has it, longer than any takes; if the process dies, the next has it."""

AT_ONCE = 500
NO_SERVER = "there is no mail server yet; an admin sets one under Settings, Mail"
DIED = "the process ended while it handed the letter over: it may have arrived, so it is not sent again"
STOPPED = "whoever made the room may not tell it this any more"
OFF = "switched off since"


@dataclass
class Outcome:
    """What came of the letters that were due."""

    sent: int = 0
    later: int = 0
    lost: list[str] = field(default_factory=list)


@dataclass
class Desk:
    """One round of sending: letters for equal rights are written once."""

    now: datetime
    allowed: AbstractSet[str] = NOBODY
    outcome: Outcome = field(default_factory=Outcome)
    _written: dict[tuple[Access, bool], Content] = field(default_factory=dict)

    def deliver(self) -> Outcome:
        """Send what is due and return what came of it; posting to hosts that are `allowed` is not refused."""
        self._tell_unsure()
        due = Letter.objects.filter(state=State.DUE, next_at__lte=self.now).order_by("due_at", "pk")
        for letter in due.select_related("subscription__person", "room__person")[:AT_ONCE]:
            if self._taken(letter):
                self._tried(letter)
        return self.outcome

    def _tell_unsure(self) -> None:
        """Tell of letters whose process ended while it handed them over."""
        stale = Letter.objects.filter(state=State.HANDING_OVER, next_at__lte=self.now)
        for letter in stale:
            if stale.filter(pk=letter.pk).update(
                state=State.UNSURE, next_at=None, ended_at=self.now, answer=DIED
            ):
                self.outcome.lost.append(letter.title)

    def _taken(self, letter: Letter) -> bool:
        """Return whether it is this process that sends it."""
        mine = Letter.objects.filter(pk=letter.pk, state=State.DUE, next_at=letter.next_at)
        return mine.update(next_at=self.now + TAKEN, tries=letter.tries + 1) == 1

    def _tried(self, letter: Letter) -> None:
        try:
            if letter.subscription is not None:
                self._mailed(letter, letter.subscription)
            elif letter.room is not None:
                self._posted(letter, letter.room)
            else:
                self._ended(letter, State.DROPPED, OFF)
        except UnsureError as error:
            self._ended(letter, State.UNSURE, str(error))
        except BookloadError as error:
            self._failed(letter, error)

    def _mailed(self, letter: Letter, to: Subscription) -> None:
        if not to.person.is_active:
            self._ended(letter, State.DROPPED, OFF)
            return
        server = Server.objects.first()
        if server is None:
            raise NotSentError(NO_SERVER)
        content = self._content(rights.of_person(to.person), lists=True)
        mail = _mail(content, to.address, _number(letter))
        self._handing_over(letter)
        send(server, mail, self.now)
        self._ended(letter, State.SENT, "sent")

    def _posted(self, letter: Letter, room: Room) -> None:
        if not rights.may_address(room.person, room.audience):
            self._ended(letter, State.DROPPED, STOPPED)
            return
        content = self._content(rights.of_audience(room.audience), lists=room.audience != rights.FIGURES)
        body = (as_teams if room.style == Style.TEAMS else as_slack)(content, page())
        headers = {"Content-Type": "application/json", "User-Agent": f"Bookload/{__version__}"}
        self._handing_over(letter)
        found = post(room.url, json.dumps(body).encode(), headers, self.allowed)
        if not found.arrived:
            raise NotSentError(found.words, for_good=found.status in {400, 403, 404, 410})
        self._ended(letter, State.SENT, found.words)

    def _content(self, access: Access, *, lists: bool) -> Content:
        key = (access, lists)
        if key not in self._written:
            self._written[key] = written(access, self.now, lists=lists)
        return self._written[key]

    def _handing_over(self, letter: Letter) -> None:
        """Write down that from here on nobody can tell whether it went out, until that is written down."""
        Letter.objects.filter(pk=letter.pk).update(state=State.HANDING_OVER)

    def _failed(self, letter: Letter, error: BookloadError) -> None:
        for_good = isinstance(error, NotSentError) and error.for_good
        if for_good or letter.tries >= len(AGAIN):
            self._ended(letter, State.GIVEN_UP, str(error))
            return
        Letter.objects.filter(pk=letter.pk).update(
            state=State.DUE, next_at=self.now + AGAIN[letter.tries], answer=str(error)[:200]
        )
        self.outcome.later += 1

    def _ended(self, letter: Letter, state: State, words: str) -> None:
        Letter.objects.filter(pk=letter.pk).update(
            state=state, next_at=None, ended_at=self.now, answer=words[:200]
        )
        if state == State.SENT:
            self.outcome.sent += 1
        elif state != State.DROPPED:
            self.outcome.lost.append(letter.title)


def _mail(content: Content, to: str, number: str) -> Mail:
    html = render_to_string("web/digest_mail.html", {"letter": content, "address": page()})
    return Mail(to, content.subject, as_text(content, page()), html, number)


def _number(letter: Letter) -> str:
    """Return what tells the letter from others, the same each time that it is tried."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"bookload {letter.pk} {letter.recipient} {letter.week}").hex


def trial(server: Server, to: str, now: datetime) -> None:
    """Send a mail that says that mail arrives; raises as `send` does."""
    words = (
        "If you read this, mail from Bookload arrives. Digests go out on the day and hour that people chose."
    )
    content = Content("Bookload", now.date().isoformat(), "Mail from Bookload arrives", (words,))
    send(server, _mail(content, to, uuid.uuid4().hex), now)
