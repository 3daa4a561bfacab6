"""What the page about the sample company says of its segments is what they are made from."""

from __future__ import annotations

from pathlib import Path

from bookload.data.demo.segments import SEGMENTS


def test_the_table_of_segments_on_the_page_is_the_one_in_the_code(repository: Path) -> None:
    page = (repository / "docs" / "explanation" / "sample-company.md").read_text(encoding="utf-8")
    for one in SEGMENTS:
        line = (
            f"| {one.name} | {one.touch} | {one.legacy} | {one.arrivals} | {one.median_arr:,} "
            f"| {one.churn:.0%} | {one.rise_percent}% |"
        )
        assert line in page
