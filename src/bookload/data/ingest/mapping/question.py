"""What nobody can tell from the files, with the answers that are allowed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bookload.base.errors import Finding
from bookload.data.ingest.mapping.mapping import SheetMapping


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
        choices = " or ".join(_written(answer) for answer in self.allowed)
        where = f'[[sheet]] file = "{self.file}"' + (f', sheet = "{self.sheet}"' if self.sheet else "")
        line = f'[sheet.{self.section}] "{self.key}"' if self.key else self.section
        lead = "Say which" if self.default is None else "If that is wrong, say so"
        assumed = "" if self.default is None else f"; taken as {self.default}"
        remedy = f"{lead}: --answer {self.code}={self.allowed[-1]}, or in --map: {where}, {line} = {choices}."
        return Finding(
            code=self.code,
            message=f"{self.text}{assumed}",
            remedy=remedy,
            severity="warning" if assumed else "error",
            file=self.file,
            sheet=self.sheet,
            column=self.column,
        )


def _written(answer: str) -> str:
    return answer if answer == "true" else f'"{answer}"'


def nested(section: str, key: str, answer: str) -> dict[str, object]:
    """Return the keys of a mapping that an answer stands under; `values.owner` is two of them."""
    if not key:
        return {section: answer}
    content: object = {key: answer}
    for part in reversed(section.split(".")):
        content = {part: content}
    assert isinstance(content, dict)  # noqa: S101 - there is at least one part
    return content
