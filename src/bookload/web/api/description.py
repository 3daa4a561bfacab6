"""The API's description (OpenAPI), made for whoever asks: what they may not ask is not in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bookload.workspace.asking import LONGEST_VALUE, MOST, USUAL
from bookload.workspace.chosen import NAMES, PREFIX, may_choose

if TYPE_CHECKING:
    from bookload.base.access import Access
    from bookload.workspace.questions import Question

Described = dict[str, Any]

PLACE: tuple[Described, ...] = (
    {
        "name": "as_of",
        "description": "The date that figures are for; the last day of the data by default.",
        "schema": {"type": "string", "format": "date"},
    },
    {
        "name": "profile",
        "description": "Count under a profile's rules instead of the policy's.",
        "schema": {"type": "string", "maxLength": 100},
    },
    {
        "name": "snapshot",
        "description": "An earlier snapshot instead of the current one; /snapshots lists them.",
        "schema": {"type": "string", "maxLength": 100},
    },
    *(
        {
            "name": f"{PREFIX}{name}",
            "description": f"Only accounts that have this {name.replace('_', ' ')} on the date.",
            "schema": {"type": "string", "maxLength": LONGEST_VALUE},
        }
        for name in NAMES
    ),
)
SCENARIO: Described = {
    "name": "scenario",
    "description": "Ask it of the company as a scenario has it, by the name of its file.",
    "schema": {"type": "string", "maxLength": 100},
}
PAGING: tuple[Described, ...] = (
    {
        "name": "limit",
        "description": "How many rows of each list; 'paging' says how many there are.",
        "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
    },
    {
        "name": "offset",
        "description": "How many rows of each list to leave out first.",
        "schema": {"type": "integer", "minimum": 0, "maximum": 1_000_000_000, "default": 0},
    },
)
HELD: Described = {
    "name": "If-None-Match",
    "in": "header",
    "description": "The ETag of an answer that is held; 304 where it still is the answer.",
    "schema": {"type": "string", "maxLength": 1_000},
}
ERROR: Described = {
    "description": "What is wrong, and the way out.",
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "properties": {"error": {"type": "string"}},
                "required": ["error"],
            }
        }
    },
}
DOCUMENT: Described = {
    "type": "object",
    "description": "The document that the command line prints with --json, and 'paging'.",
    "properties": {
        "version": {"type": "integer", "const": 1},
        "workspace": {"type": "string"},
        "snapshot": {"type": ["string", "null"]},
        "as_of": {"type": "string", "format": "date"},
        "currency": {"type": "string"},
        "profile": {"type": "string"},
        "findings": {"type": "integer"},
        "only": {
            "type": "object",
            "description": "What the accounts have in common that it is of; absent where it is of all.",
            "additionalProperties": {"type": "string"},
        },
        "scenario": {
            "type": "object",
            "description": "The scenario that it is asked of; absent where it is of the company as it is.",
        },
        "paging": {
            "type": "object",
            "properties": {
                "limit": {"type": "integer"},
                "offset": {"type": "integer"},
                "total": {"type": "object", "additionalProperties": {"type": "integer"}},
                "next_offset": {"type": ["integer", "null"]},
            },
        },
    },
    "required": ["version", "workspace", "as_of", "currency", "profile", "findings"],
}
LIST: Described = {
    "type": "object",
    "properties": {"version": {"type": "integer", "const": 1}, "rows": {"type": "array"}},
    "required": ["version", "rows"],
}


def parameters_of(question: Question[Any]) -> list[Described]:
    """Return what may be said with a question, as the list of questions has it."""
    schema = question.asked.model_json_schema(by_alias=True)
    required = set(schema.get("required", ()))
    own = (
        [
            {
                "name": name,
                "in": "query",
                "required": name in required,
                "schema": _of_a_query(described),
            }
            for name, described in schema["properties"].items()
        ]
        if "properties" in schema
        else []
    )
    supposing = (SCENARIO,) if question.supposes else ()
    return [*own, *in_query(*PLACE, *supposing, *PAGING), HELD]


def in_query(*described: Described) -> list[Described]:
    """Return descriptions of parameters that a URL may say."""
    return [{"in": "query", "required": False, **each} for each in described]


def answers(of: Described) -> dict[int, Described]:
    """Return what may come back: a document of a kind, or what is wrong."""
    return {
        200: {
            "description": "The answer, as this reader may see it.",
            "headers": {"ETag": {"schema": {"type": "string"}}},
            "content": {"application/json": {"schema": of}},
        },
        304: {"description": "What is held still is the answer."},
        **dict.fromkeys((400, 401, 404, 409, 414, 422), ERROR),
        429: {**ERROR, "headers": {"Retry-After": {"schema": {"type": "integer"}}}},
    }


def without_hidden(operation: Described, access: Access) -> Described:
    """Return an operation without what a reader may not choose accounts by."""
    hidden = {f"{PREFIX}{name}" for name in NAMES if name not in may_choose(access)}
    shown = [each for each in operation.get("parameters", ()) if each["name"] not in hidden]
    return {**operation, "parameters": shown}


def _of_a_query(described: Described) -> Described:
    """Return how a value is written in a URL, where nothing is said by leaving it out."""
    kept = {name: value for name, value in described.items() if name not in {"title", "anyOf"}}
    some = [each for each in described.get("anyOf", ()) if each.get("type") != "null"]
    found: Described = {**kept, **some[0]} if len(some) == 1 else ({**kept, "anyOf": some} if some else kept)
    if found.get("default", 0) is None:
        del found["default"]
    if found.get("type") == "string" and "enum" not in found and "pattern" not in found:
        found.setdefault("maxLength", LONGEST_VALUE)
    return found
