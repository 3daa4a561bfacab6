"""What nobody can tell from the files, with the answers that are allowed."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bookload.base.errors import Finding, UsageError, did_you_mean
from bookload.data.ingest.mapping.mapping import SheetMapping

CODES = frozenset(
    {
        "amount-interval",
        "amount-quantity",
        "amount-unit",
        "annual-revenue",
        "calendar-owner",
        "case-ids",
        "columns-changed",
        "date-order",
        "decimal-sign",
        "duplicate-rows",
        "empty-currency",
        "end-meaning",
        "list-scope",
        "owner-kind",
        "rate-wrong-way-round",
        "repeated-accounts",
        "total-rows",
    }
)
"""What may be asked, so that an answer kept in a script is no mistake where it is known already."""
_MOST_ANSWERS = 4
"""So many are written out where there are more: the first ones and the last."""


@dataclass(frozen=True)
class Question:
    """Something undecidable about a sheet.

    An answer is put where `section` and `key` say in the sheet's part of a mapping; `default`
    is what an unattended import goes on with, None where it has to stop.
    """

    code: str
    file: str
    sheet: str | None
    column: str | None
    text: str
    allowed: tuple[str, ...]
    section: str
    key: str
    default: str | None = None

    @property
    def id(self) -> str:
        """What names the question from one run to the next."""
        return "/".join(part for part in (self.file, self.sheet, self.code, self.key) if part)

    def answered(self, answer: str) -> SheetMapping:
        """Return the override that an answer is."""
        place = {"file": self.file, "sheet": self.sheet}
        return SheetMapping.model_validate({**place, **nested(self.section, self.key, answer)})

    def answer_in(self, answers: Mapping[str, str]) -> str | None:
        """Return the answer given to it, by its `id` or, for all of a kind, by its code; None for none."""
        return answers.get(self.id, answers.get(self.code))

    def finding(self) -> Finding:
        """Return what an unattended import says about it: an error, or a warning with what was assumed."""
        lead = "Say which" if self.default is None else "If that is wrong, say so"
        assumed = "" if self.default is None else f"; taken as {self.default}"
        every = [answer for answer in self.allowed if answer != self.default]
        others = every if len(every) <= _MOST_ANSWERS else [*every[: _MOST_ANSWERS - 1], every[-1]]
        answers = " or ".join(f"--answer {_in_shell(f'{self.code}={answer}')}" for answer in others)
        answers += f" (of {len(every)} answers)" if others != every else ""
        remedy = f"{lead}: {answers}, or in --map: {self._line(others)}."
        return Finding(
            code=self.code,
            message=f"{self.text}{assumed}",
            remedy=remedy,
            severity="warning" if assumed else "error",
            file=self.file,
            sheet=self.sheet,
            column=self.column,
        )

    def _line(self, answers: list[str]) -> str:
        """Return the whole content of a `--map` file that gives the first answer, and the other ones."""
        first, *rest = (_written(answer) for answer in answers)
        sheet = f", sheet = {_quoted(self.sheet)}" if self.sheet else ""
        said = (
            f"{self.section} = {{{_quoted(self.key)} = {first}}}" if self.key else f"{self.section} = {first}"
        )
        others = f" (or {' or '.join(rest)} there)" if rest else ""
        return f"sheet = [{{file = {_quoted(self.file)}{sheet}, {said}}}]{others}"


def refuse_unknown(answers: Mapping[str, str], asked: Iterable[Question]) -> None:
    """Raise a `UsageError` for answers to what is no question, naming those that there are.

    An answer to a question that was not asked this time, as it was answered before, is none.
    """
    questions = list(asked)
    known = {*CODES, *(question.code for question in questions)}
    ids = {question.id for question in questions}
    for key in answers:
        if key in known or key in ids or known & set(key.split("/")):
            continue
        hint = did_you_mean(key, known)
        now = sorted({question.code for question in questions})
        these = f"this import asks: {', '.join(now)}" if now else "this import asks nothing"
        raise UsageError(
            f"--answer {key}: that is no question{hint}; {these}; all are: {', '.join(sorted(known))}"
        )


def _written(answer: str) -> str:
    return answer if answer == "true" else _quoted(answer)


def _in_shell(text: str) -> str:
    """Return an argument as a shell reads it; one that ends in a sign is quoted, to be seen whole."""
    return shlex.quote(text) if text[-1:].isalnum() else f"'{text}'"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def nested(section: str, key: str, answer: str) -> dict[str, object]:
    """Return the keys of a mapping that an answer stands under; `values.owner` is two of them."""
    if not key:
        return {section: answer}
    content: object = {key: answer}
    for part in reversed(section.split(".")):
        content = {part: content}
    assert isinstance(content, dict)  # noqa: S101 - there is at least one part
    return content
