"""Findings as they turn up: the first hundred of each kind are kept, the rest are counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from bookload.base.errors import SHOWN_OF_A_KIND, Finding


class Listing:
    """The findings of one file, in bounded memory however many there are.

    A kind is a code and a sheet. The last finding kept of a kind says how many more
    there were.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self._kept: list[Finding] = []
        self._seen: Counter[tuple[str, str | None]] = Counter()

    def add(self, finding: Finding) -> None:
        """Take up one finding, and put the file's name to it."""
        kind = (finding.code, finding.sheet)
        self._seen[kind] += 1
        if self._seen[kind] <= SHOWN_OF_A_KIND:
            self._kept.append(replace(finding, file=self.file))

    def leave_out(self, code: str, sheet: str | None, count: int) -> None:
        """Count findings of a kind that somebody else has counted and not kept."""
        self._seen[code, sheet] += count

    @property
    def refuses(self) -> bool:
        """Whether anything found so far forbids using the file."""
        return any(finding.severity == "error" for finding in self._kept)

    def findings(self) -> tuple[Finding, ...]:
        """Return the findings in the order found; the last of a long kind counts those left out."""
        last = {(finding.code, finding.sheet): place for place, finding in enumerate(self._kept)}
        listed = list(self._kept)
        for kind, place in last.items():
            if left := self._seen[kind] - sum(1 for kept in self._kept if (kept.code, kept.sheet) == kind):
                finding = listed[place]
                listed[place] = replace(finding, message=f"{finding.message}; and {left:,} more of this kind")
        return tuple(listed)
