"""Who is written to and when, by which server, and each letter that was or is to be sent."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bookload.web.people.models import Person

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONDAY, SEVEN = 0, 7


class Security(models.TextChoices):
    """How a connection to the mail server is kept from others."""

    TLS = "tls", "TLS from the beginning"
    STARTTLS = "starttls", "STARTTLS, always"
    NONE = "none", "none, on this machine alone"


class Style(models.TextChoices):
    """Which chat's form a message has."""

    SLACK = "slack", "Slack, and what takes the same"
    TEAMS = "teams", "Microsoft Teams"


class Server(models.Model):
    """The mail server, of which there is one; its password is sealed by the workspace's secret."""

    host = models.CharField(max_length=253)
    port = models.PositiveIntegerField()
    security = models.CharField(max_length=10, choices=Security.choices)
    user = models.CharField(max_length=254, blank=True)
    password = models.TextField(blank=True)
    sender = models.CharField(max_length=254)
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return where it is; never its password."""
        return f"{self.host}:{self.port}"


class Weekly(models.Model):
    """Something that is sent once a week, at an hour of the company's time zone, from `since` on."""

    weekday = models.PositiveSmallIntegerField(default=MONDAY)
    hour = models.PositiveSmallIntegerField(default=SEVEN)
    since = models.DateTimeField()

    class Meta:
        """No table of its own."""

        abstract = True

    @property
    def at(self) -> str:
        """When it is sent, in words."""
        return f"{WEEKDAYS[self.weekday]} {self.hour:02}:00"


class Subscription(Weekly):
    """Somebody's own digest, switched on by themselves, to an address that they gave."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="digest")
    address = models.CharField(max_length=254)

    def __str__(self) -> str:
        """Return whose it is."""
        return f"digest of {self.person}"


class Room(Weekly):
    """A chat room: its webhook, whose path is a secret, and the audience whose rights it has.

    `audience` is a role, or `figures` for sums alone. Nobody makes a room that sees more than they do, and it
    is told nothing once who made it may not any more.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="rooms")
    name = models.CharField(max_length=80)
    url = models.CharField(max_length=500)
    style = models.CharField(max_length=10, choices=Style.choices)
    audience = models.CharField(max_length=20)

    def __str__(self) -> str:
        """Return what it is called; never its address."""
        return f"room {self.name}"


class State(models.TextChoices):
    """Where a letter stands."""

    DUE = "due"
    HANDING_OVER = "handing over"
    SENT = "sent"
    GIVEN_UP = "given up"
    UNSURE = "unsure"
    DROPPED = "dropped"


NOT_ARRIVED = (State.GIVEN_UP, State.UNSURE)
"""What an admin is told of."""


class Letter(models.Model):
    """One digest of one week to one recipient: there is never a second one of the same week.

    `next_at` is when it is tried next; whoever takes it moves that on. Nothing of what it says is kept.
    """

    recipient = models.CharField(max_length=40)
    week = models.CharField(max_length=8)
    subscription = models.ForeignKey(Subscription, on_delete=models.SET_NULL, null=True)
    room = models.ForeignKey(Room, on_delete=models.SET_NULL, null=True)
    title = models.CharField(max_length=254)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DUE, db_index=True)
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, db_index=True)
    ended_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=200, blank=True)

    class Meta:
        """Once per recipient and week, whoever sends."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["recipient", "week"], name="one_letter_a_week")
        ]

    def __str__(self) -> str:
        """Return whose it is, of which week, and where it stands."""
        return f"{self.recipient}, {self.week}, {self.state}"
