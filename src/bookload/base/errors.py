"""One exception tree for bad calls, and one record for bad data.

Bad data is *returned* as `Finding`s, all of a file at once; bad calls *raise* a
`BookloadError`, whose text names the thing, the allowed values and the way out.
"""

from __future__ import annotations

import difflib
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Severity = Literal["error", "warning", "note"]

SHOWN_OF_A_KIND = 100


class BookloadError(Exception):
    """The root of every error that Bookload raises on purpose."""

    exit_code = 1


class UsageError(BookloadError):
    """A call that cannot be meant: an unknown name, an impossible argument."""

    exit_code = 2


class WorkspaceError(BookloadError):
    """A workspace that is missing, damaged, newer than the program, or in use."""


class NothingImportedError(WorkspaceError):
    """A workspace that has no rows yet."""


class DocumentError(BookloadError):
    """A document (policy, journey, scenario) that does not say something possible."""


class SupersededError(WorkspaceError):
    """Rows made on top of a snapshot that is not the current one any more; another import came first."""


class ChangedMeanwhileError(DocumentError):
    """A document that somebody else wrote since it was read; theirs stays, and nothing is lost."""


class DataError(BookloadError):
    """Data that cannot be used; carries the findings that say why."""

    def __init__(self, message: str, findings: Sequence[Finding] = ()) -> None:
        """Keep the findings beside the message."""
        super().__init__(message)
        self.findings = tuple(findings)


class MissingDataError(BookloadError):
    """Something that the question needs and the workspace does not have, with what to add."""


class AccessDeniedError(BookloadError):
    """A question whose answer the reader has no right to."""


class InexactExpressionError(BookloadError):
    """An expression that could lose a cent: division, rounding, floats or an unordered window."""


class CancelledError(BookloadError):
    """Long work that was told to stop; nothing was written."""

    exit_code = 130


@dataclass(frozen=True)
class Finding:
    """One thing wrong, or worth knowing, about the data: where it is and what to do.

    `count` is how many rows share the finding when it stands for several; `row` is
    counted as a person counts it in the file (or in the table where there is no file).
    """

    code: str
    message: str
    remedy: str
    severity: Severity = "error"
    table: str | None = None
    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    count: int = 1

    def __str__(self) -> str:
        """Return `place: message. remedy` on one line."""
        place = " · ".join(
            part
            for part in (
                self.file,
                self.sheet and f"sheet {self.sheet}",
                self.table if self.file is None else None,
                self.row is not None and f"row {self.row}",
                self.column and f"column {self.column}",
                self.value is not None and f"value {self.value!r}",
            )
            if part
        )
        more = f" ({self.count} rows)" if self.count > 1 else ""
        return (
            f"{place}: {self.message}{more}. {self.remedy}"
            if place
            else f"{self.message}{more}. {self.remedy}"
        )


def errors_in(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that forbid writing anything."""
    return tuple(finding for finding in findings if finding.severity == "error")


def capped(findings: Sequence[Finding], most: int = SHOWN_OF_A_KIND) -> tuple[Finding, ...]:
    """Return the first `most` findings of each code, the last of them counting those left out."""
    totals = Counter(finding.code for finding in findings)
    seen: Counter[str] = Counter()
    kept = []
    for finding in findings:
        seen[finding.code] += 1
        if seen[finding.code] < most or totals[finding.code] <= most:
            kept.append(finding)
        elif seen[finding.code] == most:
            left = totals[finding.code] - most
            kept.append(replace(finding, message=f"{finding.message}; and {left} more of this kind"))
    return tuple(kept)


def did_you_mean(wrong: str, allowed: Iterable[str]) -> str:
    """Return ` (did you mean 'x'?)` for the nearest allowed name, else an empty string."""
    names = list(allowed)
    by_fold = {name.casefold(): name for name in names}
    near = difflib.get_close_matches(wrong.casefold(), by_fold, n=1, cutoff=0.6)
    return f" (did you mean '{by_fold[near[0]]}'?)" if near else ""


def unknown(kind: str, wrong: str, allowed: Iterable[str]) -> UsageError:
    """Return the error for a name that is not among the allowed ones, naming them all."""
    names = sorted(allowed)
    return UsageError(f"unknown {kind} '{wrong}'{did_you_mean(wrong, names)}; allowed: {', '.join(names)}")
