"""Files in: seen before they are written, asked about where nobody else can tell, written as seen."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bookload.base.access import ROLES

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

SHEET = "account,owner,mrr,currency,segment\nA1,Ada,100,EUR,Big\nA2,Ben,50,EUR,Small\n"
RAISED = SHEET.replace("100", "300")
DOUBTED = "account_id,owner,mrr,currency\nA1,Ada,100,EUR\nA2,Pool,50,EUR\n"
PAID = {
    "pay": "person_id,from_date,base,ote,currency\nP1,2024-01-01,60000,71713\nP2,2024-01-01,1,2,EUR\n",
    "people": "name,title,hired,ote\nAda,CSM,2024-01-01,71713.91919\n",
}


@pytest.fixture
def empty(served: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder into which nothing was imported yet, served."""
    root = tmp_path / "new"
    (root / ".bookload" / "web").mkdir(parents=True)
    monkeypatch.setenv("BOOKLOAD_WORKSPACE", str(root))
    return root


@pytest.fixture
def work(empty: Path, as_role: Callable[[str], Client]) -> Callable[[], None]:
    """Does what waits to be done, as the processes beside the server do."""

    def done() -> None:
        from bookload.web.jobs.models import Job, State
        from bookload.web.jobs.worker import carry_out

        for job in Job.objects.filter(state=State.QUEUED).order_by("pk"):
            Job.objects.filter(pk=job.pk).update(state=State.RUNNING)
            carry_out(job.pk)

    return done


def brought(client: Client, work: Callable[[], None], **files: str) -> str:
    """Bring files, have them looked at, and return the page of the import."""
    sent = [SimpleUploadedFile(f"{name}.csv", text.encode()) for name, text in files.items()]
    answer = client.post("/data/files", {"files": sent})
    assert answer.status_code == 302, answer.content
    work()
    return str(answer.headers["Location"])


def snapshots(root: Path) -> list[str]:
    return sorted(each.name for each in (root / ".bookload" / "snapshots").glob("2*"))


def text(answer: HttpResponse) -> str:
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_may_not_see_the_data_or_bring_any_finds_nothing_there(as_role, role):
    from bookload.web.people.duties import DATA, IMPORTS

    client = as_role(role)
    assert client.get("/data").status_code == (200 if role in DATA else 404)
    assert client.get("/data/findings").status_code == (200 if role in DATA else 404)
    for path in ("/data/sample/out", "/data/files"):
        assert (client.post(path).status_code == 404) == (role not in IMPORTS), path
    assert ("Drop files here" in text(client.get("/data"))) == (role in IMPORTS)


def test_an_empty_folder_begins_at_the_data_page(empty, as_role):
    assert as_role("owner").get("/").headers["Location"] == "/data"
    page = text(as_role("owner").get("/data"))
    assert "Nothing was imported yet" in page
    assert "Bring the sample company" in page
    assert "Somebody in operations" in text(as_role("finance").get("/data"))


def test_from_a_sheet_to_arr_per_csm(empty, as_role, work):
    client = as_role("operations")
    page = brought(client, work, crm=SHEET)
    seen = text(client.get(page))
    assert "2 rows of accounts, owners and amounts in one sheet" in seen
    assert snapshots(empty) == []
    client.post(f"{page}/go")
    work()
    assert len(snapshots(empty)) == 1
    assert "/overview" in text(client.get(page))
    assert "900" in text(client.get("/export/ratios.json"))  # (100 + 50) x 12 over two people


def test_what_was_imported_says_when_and_by_whom(empty, as_role, work):
    client = as_role("operations")
    page = brought(client, work, crm=SHEET)
    client.post(f"{page}/go")
    work()
    seen = text(as_role("finance").get("/data"))
    assert snapshots(empty)[0] in seen
    assert '<td class="name">operations</td>' in seen
    assert "crm.csv" in seen


def test_only_what_nobody_else_can_tell_is_asked_and_an_answer_is_taken(empty, as_role, work):
    client = as_role("owner")
    page = brought(client, work, crm=DOUBTED)
    seen = text(client.get(page))
    assert seen.count("<fieldset") == 1
    assert "the owner of 1 account is &#x27;Pool&#x27;" in seen or "Pool" in seen
    question = latest()["questions"][0]
    client.post(f"{page}/say", {f"answer:{question['id']}": "person"})
    work()
    assert latest()["tables"]["people"] == 2
    assert "pools" not in latest()["tables"]


def test_what_a_column_is_can_be_said_otherwise(empty, as_role, work):
    client = as_role("owner")
    page = brought(client, work, crm=SHEET)
    columns = [each["header"] for each in latest()["sheets"][0]["columns"]]
    client.post(f"{page}/say", {f"column:0:{columns.index('segment')}": "region"})
    work()
    taken = {each["header"]: each["field"] for each in latest()["sheets"][0]["columns"]}
    assert taken["segment"] == "region"
    client.post(f"{page}/say", {"table:0": "none"})
    work()
    assert latest()["refused"]


def test_a_remedys_mapping_can_be_pasted_and_one_that_is_none_is_told(empty, as_role, work):
    client = as_role("owner")
    page = brought(client, work, crm=SHEET)
    answer = client.post(f"{page}/say", {"mapping": 'sheet = [{file = "crm.csv", tabel = "none"}]'})
    assert answer.status_code == 422
    assert "tabel" in text(answer)
    client.post(f"{page}/say", {"mapping": 'sheet = [{file = "crm.csv", constants = {tier = "gold"}}]'})
    work()
    assert not latest()["refused"]


def test_an_import_with_errors_is_not_done_and_says_why(empty, as_role, work):
    client = as_role("owner")
    page = brought(client, work, x="a,b\n1,2\n")
    seen = text(client.get(page))
    assert "Settle first" in seen
    assert f'action="{page}/go"' not in seen
    assert client.post(f"{page}/go").status_code == 400
    work()
    assert snapshots(empty) == []


def test_a_file_that_comes_again_mended_stands_in_place_of_the_one_before(empty, as_role, work):
    client = as_role("owner")
    page = brought(client, work, crm=SHEET.replace("100", "hundred"))
    seen = text(client.get(page))
    assert "hundred" in seen
    assert "--map" not in seen.partition("Say more</summary>")[0]
    again = SimpleUploadedFile("crm.csv", SHEET.encode())
    client.post("/data/files", {"files": [again], "draft": page.rpartition("/")[2]})
    work()
    seen = text(client.get(page))
    assert "hundred" not in seen
    assert f'action="{page}/go"' in seen


def test_of_files_that_hold_nothing_no_empty_table_is_shown(empty, as_role, work):
    client = as_role("owner")
    seen = text(client.get(brought(client, work, x="a,b\n1,2\n")))
    assert "Nothing in what was brought can be taken yet" in seen
    assert "Rows then" not in seen


@pytest.mark.parametrize("path", ["/overview", "/revenue/retention", "/books", "/capacity", "/board"])
def test_a_page_of_a_company_without_rows_says_how_to_begin(empty, as_role, path):
    shown = as_role("owner").get(path)
    assert shown.status_code == 409
    assert "Nothing was imported yet" in text(shown)
    assert 'href="/data">Bring files' in text(shown)
    told = text(as_role("board").get(path)) if path != "/books" else "Somebody in operations"
    assert "Somebody in operations" in told
    assert str(empty) not in text(shown) + told
    assert "bookload import" not in text(shown) + told


def test_what_changed_since_it_was_shown_is_looked_at_again_before_it_is_written(empty, as_role, work):
    client = as_role("owner")
    first, second = brought(client, work, crm=SHEET), brought(client, work, crm=RAISED)
    for page in (first, second):
        client.post(f"{page}/go")
        work()
    assert len(snapshots(empty)) == 1
    assert "Look at it once more" in text(client.get(second))
    client.post(f"{second}/look")
    work()
    client.post(f"{second}/go")
    work()
    assert len(snapshots(empty)) == 2


def test_the_same_files_once_more_change_nothing_and_are_told_so(empty, as_role, work):
    client = as_role("owner")
    for _ in range(2):
        page = brought(client, work, crm=SHEET)
        client.post(f"{page}/go")
        client.post(f"{page}/go")
        work()
    assert len(snapshots(empty)) == 1
    assert "Nothing changed" in text(client.get(page))


def test_an_import_that_is_prepared_is_nobody_elses(empty, as_role, work):
    page = brought(as_role("owner"), work, crm=SHEET)
    admin = as_role("admin")
    assert admin.get(page).status_code == 404
    for act in ("say", "go", "look", "drop"):
        assert admin.post(f"{page}/{act}").status_code == 404, act
    assert admin.post("/data/files", {"draft": page.rpartition("/")[2]}).status_code == 404


def test_one_that_is_put_away_leaves_nothing(empty, as_role, work):
    client = as_role("owner")
    page = brought(client, work, crm=SHEET)
    assert list((empty / ".bookload" / "web" / "uploads").iterdir())
    client.post(f"{page}/drop")
    assert list((empty / ".bookload" / "web" / "uploads").iterdir()) == []
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("name", PAID)
def test_no_cell_of_pay_is_told_to_who_brings_it_and_may_not_see_pay(empty, as_role, work, name):
    for role in ("owner", "operations"):
        # A reason never quotes pay to anybody; what is shown as found is for who may see it.
        seen = role == "owner" and name == "pay"
        page = brought(as_role(role), work, **{name: PAID[name]})
        assert ("71713" in text(as_role(role).get(page))) == seen
        assert ("71713" in json.dumps(latest())) == seen
        assert f"{name}.csv" in text(as_role(role).get(page))


def test_more_than_is_allowed_is_refused_before_it_is_read(empty, as_role):
    owner, csm = as_role("owner"), as_role("csm")
    length = {"CONTENT_LENGTH": str(2 * 2**30)}
    answer = owner.post("/data/files", b"", content_type="multipart/form-data; boundary=x", **length)
    assert answer.status_code == 413
    assert "bookload import" in text(answer)
    answer = csm.post(
        "/data/files", b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="9000000"
    )
    assert answer.status_code == 413


def test_two_snapshots_are_compared_with_the_rights_of_who_asks(empty, as_role, work):
    client = as_role("owner")
    for sheet in (SHEET, RAISED):
        page = brought(client, work, crm=sheet)
        client.post(f"{page}/go")
        work()
    old, new = snapshots(empty)
    said = {"before": new, "after": old}
    assert "Waits for its turn" in text(client.get("/data/difference", said))
    work()
    seen = text(client.get("/data/difference", said))
    assert "Accounts behind it" in seen or "Rows" in seen
    assert (
        client.get("/data/difference", {"before": old, "after": "20200101T000000-00000000"}).status_code
        == 404
    )
    assert as_role("csm").get("/data/difference", said).status_code == 404


def test_the_sample_company_goes_in_and_out_by_a_click_and_leaves_an_empty_folder(empty, as_role, work):
    client = as_role("owner")
    client.post("/data/sample")
    work()
    assert len(snapshots(empty)) == 1
    assert "Remove the sample company" in text(client.get("/data"))
    edited = empty / "journey.toml"
    edited.write_text(edited.read_text() + "\n# mine\n")
    client.post("/data/sample/out")
    work()
    assert snapshots(empty) == []
    assert list((empty / "data").iterdir()) == []
    assert not edited.exists()
    assert (empty / ".bookload" / "web" / "sample-edited" / "journey.toml").read_text().endswith("# mine\n")
    page = brought(client, work, crm=SHEET)
    client.post(f"{page}/go")
    work()
    assert len(snapshots(empty)) == 1


def test_the_sample_company_does_not_touch_what_is_somebodys_own(empty, as_role, work):
    client = as_role("owner")
    (empty / "data").mkdir()
    (empty / "data" / "accounts.csv").write_text("mine")
    client.post("/data/sample")
    work()
    assert (empty / "data" / "accounts.csv").read_text() == "mine"
    assert snapshots(empty) == []
    page = brought(client, work, crm=SHEET)
    client.post(f"{page}/go")
    client.post("/data/sample")
    client.post("/data/sample/out")
    work()
    assert len(snapshots(empty)) == 1


def latest() -> dict[str, Any]:
    """Return what the last preview showed."""
    from bookload.web.jobs.models import Job

    return dict(Job.objects.filter(kind="preview").latest("pk").result or {})
