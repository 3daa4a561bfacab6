"""64. Pay that is edited turns up in no audit, log, URL or page of others: its hash alone."""

from __future__ import annotations

from bookload.data.documents import text_hash
from served import logged

PAY = "[hires.csm]\nbase = 71713\note = 91919\n"
NEW = "[hires.csm]\nbase = 73737\note = 95959\n"
DIGITS = ("71713", "91919", "73737", "95959")


def test_changed_pay_of_a_scenario_leaves_its_hash_and_nothing_else(own, as_role, caplog):
    folder = own / "scenarios"
    folder.mkdir(exist_ok=True)
    (folder / "growth.toml").write_text('name = "growth"\nsentence = "More of it."\n')
    (folder / "growth.pay.toml").write_text(PAY)
    path, finance = "/settings/documents/pay-growth", as_role("finance")
    answer = finance.post(path, {"text": NEW, "read_hash": text_hash(PAY)})
    assert (answer.status_code, answer.headers["Location"]) == (302, path)
    wrong = finance.post(path, {"text": NEW + "x", "read_hash": text_hash(NEW)})
    assert wrong.status_code == 422
    conflict = finance.post(path, {"text": PAY, "read_hash": text_hash(PAY)})
    assert conflict.status_code == 409
    assert (folder / "growth.pay.toml").read_text() == NEW
    assert logged(own, "document changed")[0].detail == {
        "document": "scenarios/growth.pay.toml",
        "before": text_hash(PAY),
        "after": text_hash(NEW),
    }
    places = [(own / ".bookload" / "audit.jsonl").read_text(), caplog.text]
    places += [
        as_role(role).get(page).content.decode()
        for role in ("admin", "operations", "head")
        for page in ("/settings", "/settings/audit", "/settings/documents", "/journey")
    ]
    assert not [digits for digits in DIGITS for place in places if digits in place]
    history = finance.get(f"{path}/history").content.decode()
    assert "as it is now" in history
    assert finance.get(f"{path}/history/{text_hash(PAY)}").status_code == 404
