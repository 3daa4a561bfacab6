"""51. Two editors of one document: the second gets the difference, and nothing is lost."""

from __future__ import annotations

import html

from served import found, logged


def opened(client, path="/settings/documents/policy"):
    page = client.get(path).content.decode()
    text = html.unescape(found(r"<textarea[^>]*>\n(.*?)</textarea>", page))
    return text, found(r'name="read_hash" value="(\w*)"', page)


def test_the_second_of_two_gets_the_difference_of_both_and_may_save_on_top(own, as_role):
    first, second = as_role("owner"), as_role("operations")
    text, hash_ = opened(first)
    one, two = text + "\n# of the first\n", text + "\n# of the second\n"
    path = "/settings/documents/policy"
    assert first.post(path, {"text": one, "read_hash": hash_}).status_code == 302
    answer = second.post(path, {"text": two, "read_hash": hash_})
    assert answer.status_code == 409
    page = html.unescape(answer.content.decode())
    assert "+# of the first" in page
    assert "-# of the first" in page
    assert "+# of the second" in page
    assert (own / "bookload.toml").read_text() == one
    mine, now = opened_in(answer)
    assert mine == two
    assert second.post(path, {"text": mine, "read_hash": now}).status_code == 302
    assert (own / "bookload.toml").read_text() == two
    kept = [entry.detail["text"] for entry in logged(own) if "text" in entry.detail]
    assert kept == [text, one, two]


def opened_in(answer):
    page = answer.content.decode()
    text = html.unescape(found(r"<textarea[^>]*>\n(.*?)</textarea>", page))
    return text, found(r'name="read_hash" value="(\w*)"', page)


def test_two_forms_of_the_journey_from_one_text_lose_nothing(own, as_role):
    (own / "journey.toml").write_text('# ours\n[[stages]]\nname = "start"\n\n[[stages]]\nname = "later"\n')
    owner, head = as_role("owner"), as_role("head")
    read_hash = found(r'name="read_hash" value="(\w+)"', owner.get("/journey/stages/0").content.decode())
    said = {"read_hash": read_hash, "act": "save"}
    assert owner.post("/journey/stages/0", {**said, "was": "start", "name": "begin"}).status_code == 302
    answer = head.post("/journey/stages/1", {**said, "was": "later", "name": "after"})
    assert answer.status_code == 409
    page = html.unescape(answer.content.decode())
    assert '+name = "after"' in page
    assert '+name = "begin"' in page
    assert 'name = "begin"' in (own / "journey.toml").read_text()


def test_an_edit_by_hand_between_reading_and_saving_is_not_written_over(own, as_role):
    owner = as_role("owner")
    text, hash_ = opened(owner)
    by_hand = text + "\n# by hand\n"
    (own / "bookload.toml").write_text(by_hand)
    answer = owner.post("/settings/documents/policy", {"text": text + "# mine\n", "read_hash": hash_})
    assert answer.status_code == 409
    assert (own / "bookload.toml").read_text() == by_hand
