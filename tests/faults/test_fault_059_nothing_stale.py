"""59. After an import nothing stale is shown; how far data goes and when it was loaded are two dates."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

from bookload.workspace import Request, import_into
from commanded import FILES, run, written

WAYS = ("/revenue/committed", "/export/committed.json", "/export/committed.csv", "/api/v1/committed")
TOKEN = re.compile(r'value="[^"]{64}"')
"""What differs in every page."""

LATER = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


def test_every_way_to_a_figure_shows_the_new_one_and_the_old_tag_holds_no_more(
    own: Path, as_role, tmp_path: Path
):
    owner = as_role("owner")
    before = {way: owner.get(way) for way in WAYS}
    same = {way: TOKEN.sub("", owner.get(way).content.decode()) for way in WAYS}
    assert same == {way: TOKEN.sub("", old.content.decode()) for way, old in before.items()}
    held = {"If-None-Match": before["/api/v1/committed"].headers["ETag"]}
    assert owner.get("/api/v1/committed", headers=held).status_code == 304
    changed = FILES["subscriptions.csv"].replace("120000,year", "987654,year")
    files = written(tmp_path / "changed", {"subscriptions.csv": changed})
    request = Request(paths=[files], now=LATER, who="ada", data_through=date(2025, 6, 30))
    done = import_into(own, request)
    assert done.changed
    printed = run("committed", "--json", "--workspace", str(own)).json
    assert owner.get("/export/committed.json").json() == printed != before["/export/committed.json"].json()
    for way, old in before.items():
        new = owner.get(way, headers=held)
        assert new.status_code == 200, way
        assert TOKEN.sub("", new.content.decode()) != TOKEN.sub("", old.content.decode()), way


def test_how_far_the_data_goes_and_when_it_came_are_told_apart(own: Path, as_role, tmp_path: Path):
    request = Request(
        paths=[written(tmp_path / "more", {"accounts.csv": FILES["accounts.csv"] + "A9,New,SMB,low,NA\n"})],
        now=LATER,
        who="ada",
        data_through=date(2025, 7, 15),
    )
    assert import_into(own, request).changed
    (row,) = [row for row in as_role("owner").get("/api/v1/snapshots").json()["rows"] if row["current"]]
    assert (row["data_through"], row["loaded_at"][:16]) == ("2025-07-15", "2026-03-04T09:30")
    page = as_role("owner").get("/data").content.decode()
    assert "Data through <b>2025-07-15</b>, loaded 2026-03-04 09:30" in page
