"""68. A right taken away holds at the next request: sessions, keys and links that were handed on."""

from __future__ import annotations

from served import PASSWORD, by_key, found, person, signed_in


def test_every_way_of_somebody_is_closed_by_the_next_request(own, as_role):
    from django.test import Client

    owner, ada = as_role("owner"), person("ada@example.com", "owner")
    theirs = signed_in(ada)
    key = found(r"<code>(bl_[^<]+)", theirs.post("/settings/keys", {"name": "k"}).content.decode())
    program = by_key(key)
    link = found(r"(/in/[\w-]+)</code>", owner.post(f"/settings/people/{ada.pk}/link").content.decode())
    assert theirs.get("/export/costs.json").status_code in (200, 422)
    assert program.get("/api/v1/capacity").status_code == 200

    owner.post(f"/settings/people/{ada.pk}/role", {"role": "csm", "person_id": "P1"})
    assert theirs.get("/capacity").status_code == 404
    assert program.get("/api/v1/capacity").status_code in (403, 404)
    assert theirs.get("/settings/people").status_code == 404

    owner.post(f"/settings/people/{ada.pk}/end")
    assert theirs.get("/revenue").status_code == 302
    assert program.get("/api/v1/movements").status_code == 401
    assert Client().get(link).status_code == 403
    assert Client().post("/in", {"name": "ada@example.com", "password": PASSWORD}).status_code == 403
