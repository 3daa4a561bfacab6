"""What nobody can tell from the files, with the answers that are allowed."""

from __future__ import annotations

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
        return SheetMapping.model_validate(
            {"file": self.file, "sheet": self.sheet, **nested(self.section, self.key, answer)}
        )

    def finding(self) -> Finding:
        """Return what an unattended import says about it: an error, or a warning with what was assumed."""
        choices = " or ".join(f'"{answer}"' for answer in self.allowed)
        where = f'[[sheet]] file = "{self.file}"' + (f', sheet = "{self.sheet}"' if self.sheet else "")
        line = (
            f'[sheet.{self.section}] "{self.key}" = {choices}' if self.key else f"{self.section} = {choices}"
        )
        return Finding(
            code=self.code,
            message=self.text if self.default is None else f"{self.text}; taken as {self.default}",
            remedy=f"{'Say' if self.default is None else 'If that is wrong, say'} it in --map: {where}, {line}.",
            severity="error" if self.default is None else "warning",
            file=self.file,
            sheet=self.sheet,
            column=self.column,
        )


def nested(section: str, key: str, answer: str) -> dict[str, object]:
    """Return the keys of a mapping that an answer stands under; `values.owner` is two of them."""
    if not key:
        return {section: answer}
    content: object = {key: answer}
    for part in reversed(section.split(".")):
        content = {part: content}
    assert isinstance(content, dict)  # noqa: S101 - there is at least one part
    return content
