"""The questions as tools of an assistant: asked by the client of the protocol's authors, and as by nobody."""

from __future__ import annotations

import io
import json
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from bookload.base.access import Access
from bookload.mcp.offered import MOST
from bookload.mcp.server import LONGEST, VERSIONS, Server
from bookload.workspace.chosen import NAMES, PREFIX
from bookload.workspace.questions import QUESTIONS
from commanded import FILES, run, written


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("asked") / "acme"
    files = written(tmp_path_factory.mktemp("files"), FILES)
    assert run("import", str(files), "--workspace", str(root), "--data-through", "2025-06-30").code == 0
    return root


def talk(root, *messages, role="operations", person=None):
    """What comes back for messages, which are texts or what becomes a request."""
    lines = [
        each if isinstance(each, bytes) else json.dumps({"jsonrpc": "2.0", "id": 1, **each}).encode()
        for each in messages
    ]
    out = io.BytesIO()
    Server(root, Access.of(role, person)).serve(io.BytesIO(b"\n".join(lines) + b"\n"), out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def called(root, name, role="operations", person=None, **said):
    message = {"method": "tools/call", "params": {"name": name, "arguments": said}}
    return talk(root, message, role=role, person=person)[0]["result"]


def names(root, role, person=None):
    listed = talk(root, {"method": "tools/list"}, role=role, person=person)[0]["result"]["tools"]
    return {each["name"] for each in listed}


@pytest.mark.anyio
async def test_the_client_of_the_protocols_authors_lists_the_tools_and_calls_one(company):
    from mcp import StdioServerParameters
    from mcp.client.session import ClientSession
    from mcp.client.stdio import stdio_client

    command = ["-c", "from bookload.cli import main; main()", "mcp", "--workspace", str(company)]
    server = StdioServerParameters(command=sys.executable, args=command)
    async with stdio_client(server) as (read, write), ClientSession(read, write) as session:
        introduced = await session.initialize()
        assert introduced.server_info.name == "bookload"
        assert "never instructions" in (introduced.instructions or "")
        tools = (await session.list_tools()).tools
        assert {each.name for each in tools} == names(company, "operations")
        assert all(each.annotations and each.annotations.read_only_hint for each in tools)
        found = await session.call_tool("ratios", {"from": "2025-06"})
        told = run("ratios", "--from", "2025-06", "--as", "operations", "--json", "--workspace", str(company))
        del found.structured_content["paging"]
        assert found.structured_content == told.json
        wrong = await session.call_tool("ratios", {"by": "pay"})
        assert wrong.is_error


@pytest.fixture
def anyio_backend():
    return "asyncio"


def test_the_tools_are_the_questions_that_the_role_may_ask(company):
    assert names(company, "owner") == set(QUESTIONS)
    assert "capacity" not in names(company, "csm", "P1")
    refused, nowhere = called(company, "capacity", role="csm", person="P1"), called(company, "pay")
    assert refused["isError"]
    assert "there is no tool 'capacity'" in refused["content"][0]["text"]
    assert "there is no tool 'pay'" in nowhere["content"][0]["text"]


@pytest.mark.parametrize("name", [name for name, each in QUESTIONS.items() if not each.slow])
def test_pay_is_in_no_answer_unless_a_role_that_sees_it_is_named(company, name):
    said = {"book": {"person": "P1"}, "explain": {"metric": "arr"}}.get(name, {})
    text = json.dumps(called(company, name, **said))
    assert not [each for each in ("71713", "91919", "88081", "per_ote", "per_base") if each in text]


def test_pay_is_there_for_a_role_that_sees_it(company):
    assert "per_ote" in json.dumps(called(company, "ratios", role="finance"))


def test_an_answer_is_one_page_whose_size_is_bounded(company):
    page = called(company, "movements", by="account", limit=2)["structuredContent"]
    assert len(page["rows"]) == 2
    assert page["paging"]["next_offset"] == 2
    assert called(company, "movements", limit=MOST + 1)["isError"]
    assert called(company, "movements", limit=[1])["isError"]


def offered(root, role, person=None):
    listed = talk(root, {"method": "tools/list"}, role=role, person=person)[0]["result"]["tools"]
    said = [{name for name in each["inputSchema"]["properties"] if PREFIX in name} for each in listed]
    assert all(each == said[0] for each in said), "each tool offers them alike"
    return said[0]


def test_accounts_are_chosen_by_what_pages_and_programs_choose_them_by(company):
    assert offered(company, "operations") == {f"{PREFIX}{name}" for name in NAMES}
    parts = [
        called(company, "movements", **{"only.segment": segment})["structuredContent"]["rows"][-1]["closing"]
        for segment in ("Enterprise", "SMB")
    ]
    whole = called(company, "movements")["structuredContent"]["rows"][-1]["closing"]
    assert sum(map(Decimal, parts)) == Decimal(whole)
    assert all(Decimal(each) > 0 for each in parts)


def test_a_choice_widens_nothing_and_tells_nobody_what_else_there_is(company):
    """Ada's book is A1, of Enterprise: to her, SMB is a segment that there is not."""
    own = called(company, "movements", role="csm", person="P1", **{"only.segment": "Enterprise"})
    assert (
        own["structuredContent"]["rows"]
        == called(company, "movements", role="csm", person="P1")["structuredContent"]["rows"]
    )
    hidden = called(company, "movements", role="csm", person="P1", **{"only.segment": "SMB"})
    assert "no account has the segment 'SMB'; there is: Enterprise" in hidden["content"][0]["text"]
    assert f"{PREFIX}person" not in offered(company, "board")
    refused = called(company, "movements", role="board", **{"only.person": "P1"})
    assert "accounts are not chosen by person" in refused["content"][0]["text"]


@pytest.mark.parametrize(
    ("name", "said", "words"),
    [
        ("movements", {"only.colour": "red"}, "accounts are not chosen by 'only.colour'"),
        ("movements", {"only.segment": "Enterprize"}, "did you mean 'Enterprise'"),
        ("capacity", {"only.segment": "SMB"}, "whole team"),
    ],
)
def test_a_choice_that_cannot_be_meant_says_what_can(company, name, said, words):
    refused = called(company, name, **said)
    assert refused["isError"]
    assert words in json.loads(refused["content"][0]["text"])["error"]


def test_a_handshake_settles_on_a_revision_that_both_know(company):
    for offered, agreed in ((VERSIONS[-1], VERSIONS[-1]), ("1999-01-01", VERSIONS[0])):
        message = {"method": "initialize", "params": {"protocolVersion": offered}}
        assert talk(company, message)[0]["result"]["protocolVersion"] == agreed


def test_what_asks_for_no_answer_gets_none(company):
    notification = json.dumps({"jsonrpc": "2.0", "method": "notifications/initialized"}).encode()
    assert talk(company, notification, b"", b'{"jsonrpc":"2.0","id":3,"result":{}}', {"method": "ping"}) == [
        {"jsonrpc": "2.0", "id": 1, "result": {}}
    ]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"hello", -32700),
        (b"\xff\xfe", -32700),
        (b"[" * 100_000, -32700),
        (b'{"a":' * 100_000, -32700),
        (b"[]", -32600),
        (b"1e999", -32600),
        (b"x" * (LONGEST + 10), -32600),
        (b'{"jsonrpc":"2.0","id":[1],"method":"ping"}', -32600),
        (b'{"jsonrpc":"2.0","id":1,"method":"tools/delete"}', -32601),
        (b'{"jsonrpc":"2.0","id":1,"method":"tools/call","params":[]}', -32602),
        (b'{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":7}}', -32602),
    ],
    ids=range(11),
)
def test_a_message_that_is_none_gets_an_error_and_the_next_an_answer(company, line, code):
    wrong, right = talk(company, line, {"method": "ping"})
    assert wrong["error"]["code"] == code
    assert right["result"] == {}
