"""What a log of a process may hold: a row with start and end, or one an event (XES, and CSV like it)."""

from __future__ import annotations

from bookload.data.ingest.mapping.shape import Field, Shape, contract_fields

_FIELDS = (
    Field(
        "case_id",
        "id",
        (
            "case",
            "case:concept:name",
            "case_concept_name",
            "trace_id",
            "trace",
            "process_id",
            "vorgang",
            "vorgangsnummer",
            "fall",
        ),
    ),
    Field(
        "activity",
        "text",
        ("concept:name", "activity_name", "event_name", "event", "task", "aktivität", "tätigkeit"),
    ),
    Field(
        "resource",
        "id",
        (
            "org:resource",
            "org_resource",
            "performer",
            "originator",
            "person_id",
            "user",
            "agent",
            "owner",
            "bearbeiter",
            "ressource",
        ),
    ),
    Field(
        "start_time",
        "instant",
        ("start_timestamp", "start", "start_at", "started_at", "begin", "time:start", "beginn", "startzeit"),
    ),
    Field(
        "end_time",
        "instant",
        (
            "end_timestamp",
            "complete_timestamp",
            "complete_time",
            "end",
            "end_at",
            "ended_at",
            "completed_at",
            "ende",
            "endzeit",
        ),
    ),
    Field("timestamp", "instant", ("time:timestamp", "time_timestamp", "time", "event_time", "zeitstempel")),
    Field("lifecycle", "text", ("lifecycle:transition", "lifecycle_transition", "transition")),
    Field("instance", "id", ("concept:instance", "activity_instance", "instance_id", "event_instance")),
)
_TAKEN_OVER = frozenset({"account_id", "minutes", "stage", "channel", "direction", "playbook", "outcome"})
WORDS = ("event log", "eventlog", "xes", "process log", "log")


def shape() -> Shape:
    """Return the shape: a case, what was done by whom, and when it began or when each step was."""
    rest = tuple(
        Field(each.name, each.type, tuple(name for name in each.aliases if name != "case_id"), each.allowed)
        for each in contract_fields("activities")
        if each.name in _TAKEN_OVER
    )
    when = (("start_time",), ("timestamp",))
    needs = ((("case_id",),), (("activity",),), (("resource",),), when)
    return Shape("event_log", (*_FIELDS, *rest), needs, WORDS, weight=0.01)
