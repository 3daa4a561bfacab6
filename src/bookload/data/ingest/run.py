"""An import from files to tables, without writing anything."""

from __future__ import annotations

from collections.abc import Mapping as Pairs
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

from bookload.base.errors import Finding, UsageError, capped
from bookload.base.progress import Progress
from bookload.data.documents import Policy
from bookload.data.ingest import ends
from bookload.data.ingest.assembly.assemble import Assembled, Before, Days, assemble
from bookload.data.ingest.assembly.gathered import gather, with_nowhere
from bookload.data.ingest.built import Built
from bookload.data.ingest.filled import fill
from bookload.data.ingest.mapping.assign import Known
from bookload.data.ingest.mapping.guess import Guess, SheetGuess, guess
from bookload.data.ingest.mapping.mapping import Mapping
from bookload.data.ingest.mapping.question import Question
from bookload.data.ingest.mapping.view import SheetView
from bookload.data.ingest.outcome import Import, RowOrigins, Taken
from bookload.data.ingest.reading import Reading, read_file
from bookload.data.ingest.sources import sources
from bookload.data.snapshots import Snapshot
from bookload.data.tables import arrow_schema


def run(
    paths: Sequence[Path],
    *,
    previous: Snapshot | None,
    policy: Policy,
    today: date,
    mapping: Mapping | None = None,
    answers: Pairs[str, str] | None = None,
    data_through: date | None = None,
    progress: Progress | None = None,
) -> Import:
    """Return what importing the files would write; nothing is written.

    Args:
        paths: Files, and folders whose files are meant.
        previous: The snapshot that this one is to follow.
        policy: Its currency and time zone are those of amounts and times that name none.
        today: The day of the import; the last that data can know.
        mapping: What is stated about sheets; the rest is guessed.
        answers: Answers to questions of an earlier run, by the question's `id`.
        data_through: The last day that the data knows, if the caller does.
        progress: Where to report to and how to be cancelled.

    Raises:
        UsageError: There is no such file, or none at all.
        CancelledError: `progress` said to stop.
    """
    tell = progress or Progress()
    files = _files(paths)
    readings = []
    for done, path in enumerate(files):
        tell.step(f"reading {path.name}", done, len(files))
        readings.append(read_file(path, progress=tell))
    views, by_hash, read_findings = _views(files, readings)
    before = _before(previous)
    said = mapping or Mapping()
    first = _mapped(views, said, before, policy)
    if answers:
        stated = [
            question.answered(answers[question.id]) for question in first.questions if question.id in answers
        ]
        first = _mapped(views, Mapping(sheet=(*said.sheet, *stated)), before, policy)
    tell.step("putting tables together", len(files), len(files))
    days = Days(today, data_through, again=bool(by_hash) and before.files.issuperset(by_hash))
    assembled = assemble(gather(first.builts), before, days)
    findings = (*read_findings, *first.findings, *assembled.findings, *_unanswered(first.questions))
    return _import(assembled, first, by_hash, findings)


class _Mapped:
    """All sheets mapped, filled and built."""

    def __init__(
        self, guessed: Guess, sheets: list[SheetGuess], builts: list[Built], questions: list[Question]
    ) -> None:
        self.sheets, self.builts = sheets, builts
        self.questions = [
            *guessed.questions,
            *questions,
            *(question for built in builts for question in built.questions),
        ]
        self.findings = [*guessed.findings, *(finding for built in builts for finding in built.findings)]


def _mapped(views: Sequence[SheetView], said: Mapping, before: Before, policy: Policy) -> _Mapped:
    shapes = [source.shape for source in sources().values()]
    guessed = guess(views, shapes, said, _known(before))
    sheets, builts, questions = [], [], []
    for sheet in guessed.sheets:
        if sheet.shape is None:
            sheets.append(sheet)
            continue
        filled, asked = ends.settle(fill(sheet, policy))
        builts.append(sources()[sheet.shape.name].build(filled))
        sheets.append(filled.guess)
        questions += asked
    return _Mapped(guessed, sheets, builts, questions)


def _files(paths: Sequence[Path]) -> list[Path]:
    files = []
    for path in paths:
        if path.is_dir():
            files += sorted(
                each for each in path.iterdir() if each.is_file() and not each.name.startswith((".", "~$"))
            )
        else:
            files.append(path)
    if not files:
        raise UsageError("there is nothing to import; name files, or a folder that has some")
    return files


def _views(
    files: Sequence[Path], readings: Sequence[Reading]
) -> tuple[list[SheetView], dict[str, Path], list[Finding]]:
    """Return the sheets of all files, each file once however often it is given."""
    views, by_hash, findings = [], {}, []
    for path, reading in zip(files, readings, strict=True):
        findings += reading.findings
        hashes = {sheet.sha256 for sheet in reading.sheets}
        if hashes & by_hash.keys():
            message = f"has the same content as {by_hash[next(iter(hashes))].name}; taken once"
            findings.append(
                Finding("same-file-twice", message, "Nothing needs to be done.", "note", file=path.name)
            )
            continue
        by_hash |= dict.fromkeys(hashes, path)
        views += [SheetView.of(sheet) for sheet in reading.sheets]
    return views, by_hash, findings


def _before(previous: Snapshot | None) -> Before:
    if previous is None:
        return Before({})
    tables = {
        name: with_nowhere(name, pq.read_table(path, partitioning=None))
        for name, path in previous.sources().items()
    }
    manifest = previous.manifest
    return Before(tables, manifest.data_through, manifest.known_from, frozenset(manifest.files))


def _known(before: Before) -> Known:
    if not before.tables:
        return Known()
    accounts, people = before.tables["accounts"], before.tables["people"]
    return Known(_small(accounts, "account_id", "name"), _small(people, "person_id", "name", "email"))


def _small(rows: object, *columns: str) -> frozenset[str]:
    return frozenset(value.casefold() for column in columns for value in rows[column].to_pylist() if value)  # type: ignore[index]


def _unanswered(questions: Sequence[Question]) -> list[Finding]:
    return [question.finding() for question in questions if question.code != "owner-kind"]


def _import(
    assembled: Assembled, mapped: _Mapped, by_hash: dict[str, Path], findings: Sequence[Finding]
) -> Import:
    tables, origins = {}, {}
    for name, rows in assembled.tables.items():
        tables[name] = rows.select(arrow_schema(name).names).combine_chunks()
        origins[name] = RowOrigins(tuple(rows["__sheet"].to_pylist()), tuple(rows["__row"].to_pylist()))
    mapping = Mapping(sheet=tuple(sheet.mapping for sheet in mapped.sheets))
    return Import(
        tables=tables,
        findings=capped(tuple(findings)),
        mapping=mapping,
        questions=tuple(mapped.questions),
        data_through=assembled.data_through,
        reason=assembled.reason,
        known_from=assembled.known_from,
        files=by_hash,
        summary=tuple(_taken(sheet) for sheet in mapped.sheets),
        origins=origins,
    )


def _taken(sheet: SheetGuess) -> Taken:
    mapping = sheet.mapping
    unused = tuple(column.header for column in sheet.unused)
    return Taken(
        mapping.file or "",
        mapping.sheet,
        mapping.table,
        sheet.view.rows,
        mapping.columns,
        unused,
        mapping.reasons,
    )
