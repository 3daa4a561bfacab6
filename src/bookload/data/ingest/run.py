"""An import from files to tables, without writing anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Mapping as Pairs
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from bookload.base.errors import Finding, UsageError, capped, errors_in
from bookload.base.progress import Progress
from bookload.data.documents import Policy
from bookload.data.ingest import ends
from bookload.data.ingest.assembly.assemble import Assembled, Before, Days, assemble
from bookload.data.ingest.assembly.gathered import gather, with_nowhere
from bookload.data.ingest.built import Built
from bookload.data.ingest.doubts.settle import settle
from bookload.data.ingest.example import without_examples
from bookload.data.ingest.filled import fill
from bookload.data.ingest.headers_alone import taken_as_empty
from bookload.data.ingest.mapping.assign import Known
from bookload.data.ingest.mapping.guess import SheetGuess, Stated, guess
from bookload.data.ingest.mapping.mapping import Mapping, SheetMapping
from bookload.data.ingest.mapping.question import Question, refuse_unknown
from bookload.data.ingest.mapping.scope import doubtful_scopes, is_part, replaced_sources
from bookload.data.ingest.mapping.view import SheetView
from bookload.data.ingest.others import Others
from bookload.data.ingest.outcome import Import, RowOrigins, Taken
from bookload.data.ingest.reading import Reading, read_file
from bookload.data.ingest.sources import sources
from bookload.data.ingest.strays import in_folders, none_taken, unless_left_out, without_strays
from bookload.data.snapshots import Redacted, Snapshot
from bookload.data.tables import arrow_schema
from bookload.data.tables.checks import BuiltInRate

_NOTED = frozenset({"owner-kind"})
"""Questions about which a note says already what was assumed."""


def run(  # noqa: PLR0913 - what an import depends on is passed in, none of it looked up
    paths: Sequence[Path],
    *,
    previous: Snapshot | None,
    policy: Policy,
    today: date,
    mapping: Mapping | None = None,
    last: Mapping | None = None,
    answers: Pairs[str, str] | None = None,
    data_through: date | None = None,
    rates: BuiltInRate | None = None,
    progress: Progress | None = None,
) -> Import:
    """Return what importing the files would write; nothing is written.

    Args:
        paths: Files, and folders whose files are meant.
        previous: The snapshot that this one is to follow.
        policy: Its currency and time zone are those of amounts and times that name none.
        today: The day of the import; the last that data can know.
        mapping: What is stated about sheets (`--map`); the rest is guessed.
        last: The mapping of the import before; it tells which sources have changed their columns.
        answers: Answers to questions of an earlier run, by the question's `id` or code.
        data_through: The last day that the data knows, if the caller does.
        rates: The built-in rates of exchange of the policy's currency, to hold given ones against.
        progress: Where to report to and how to be cancelled.

    Raises:
        UsageError: There is no such file, or none at all; an answer is to no question, or not allowed.
        CancelledError: `progress` said to stop.
    """
    tell = progress or Progress()
    files = _files(paths)
    readings = []
    for done, path in enumerate(files):
        tell.step(f"reading {path.name}", done, len(files))
        reading = read_file(path, progress=tell, through=data_through or today)
        readings.append(unless_left_out(reading, mapping, path.name))
    views, by_hash, read_findings = _views(files, readings)
    strays = frozenset(path.name for path in in_folders(paths))
    before = _before(previous)
    stated = Stated(mapping or Mapping(), last or Mapping())
    mapped, asked_for = _answered(
        lambda said: _mapped(views, said, before, policy, rates), stated, answers or {}
    )
    refuse_unknown(answers or {}, asked_for)
    tell.step("putting tables together", len(files), len(files))
    again = bool(by_hash) and before.files >= by_hash.keys()
    part = is_part(mapped.sheets, stated.last)
    assembled = assemble(gather(mapped.builts, part=part), before, Days(today, data_through, again))
    asked = (question.finding() for question in mapped.questions if question.code not in _NOTED)
    read_findings = taken_as_empty(read_findings, mapped.sheets)
    told = without_strays((*read_findings, *mapped.findings), strays, mapped.sheets)
    found = (*told, *none_taken(mapped.sheets, told), *assembled.findings, *asked, *_nothing(mapped))
    findings = capped(found)
    return _import(assembled, mapped, by_hash, findings, stated.last)


@dataclass(frozen=True)
class _Mapped:
    """All sheets mapped, read and built."""

    sheets: tuple[SheetGuess, ...]
    builts: tuple[Built, ...]
    questions: tuple[Question, ...]
    findings: tuple[Finding, ...]


def _mapped(
    views: Sequence[SheetView], stated: Stated, before: Before, policy: Policy, rates: BuiltInRate | None
) -> _Mapped:
    shapes = [source.shape for source in sources().values()]
    guessed = guess(views, shapes, stated, _known(before))
    sheets: list[SheetGuess] = []
    builts: list[Built] = []
    questions = list(guessed.questions)
    for sheet in guessed.sheets:
        if sheet.shape is None:
            sheets.append(sheet)
            continue
        sifted, doubts = settle(fill(sheet, policy), rates)
        filled, asked = ends.settle(sifted)
        builts.append(sources()[sheet.shape.name].build(filled))
        sheets.append(filled.guess)
        questions += (*doubts, *asked)
    others = Others.of((before.tables, *(built.tables for built in builts)))
    builts = [built if built.later is None else built.later(others) for built in builts]
    questions += [question for built in builts for question in built.questions]
    found = [finding for built in builts for finding in built.findings]
    found += replaced_sources(sheets, stated.last) if before.tables else []
    if before.tables and not _stops(questions, [*guessed.findings, *found]):
        questions += doubtful_scopes(sheets, stated.last)
    return _Mapped(tuple(sheets), tuple(builts), tuple(questions), (*guessed.findings, *found))


def _stops(questions: Sequence[Question], findings: Sequence[Finding]) -> bool:
    """Return whether something else has to be settled before it matters what a list has all of."""
    return bool(errors_in(findings)) or any(question.default is None for question in questions)


def _answered(
    work: Callable[[Stated], _Mapped], stated: Stated, answers: Pairs[str, str]
) -> tuple[_Mapped, tuple[Question, ...]]:
    """Return the sheets mapped with all answers, and every question on the way: answers may raise more."""
    mapped = work(stated)
    asked = mapped.questions
    while said := _answers(mapped.questions, answers):
        stated = Stated(Mapping(sheet=(*stated.said.sheet, *said)), stated.last)
        before, mapped = mapped, work(stated)
        asked += mapped.questions
        if mapped.questions == before.questions:
            break
    return mapped, asked


def _answers(questions: Sequence[Question], answers: Pairs[str, str]) -> list[SheetMapping]:
    said: list[SheetMapping] = []
    for question in questions:
        answer = question.answer_in(answers)
        if answer is None:
            continue
        if answer not in question.allowed:
            choices = ", ".join(question.allowed)
            raise UsageError(
                f"'{answer}' is no answer to {question.code} ({question.text}); allowed: {choices}"
            )
        said.append(question.answered(answer))
    return said


def _nothing(mapped: _Mapped) -> list[Finding]:
    taken = [sheet for sheet in mapped.sheets if sheet.shape is not None]
    if not taken or any(sheet.view.rows for sheet in taken):
        return []
    message = "no sheet has a row of data (the template's example rows are none)"
    return [Finding("no-rows", message, "Fill in rows below the headers.")]


def _files(paths: Sequence[Path]) -> list[Path]:
    """Return the files that paths mean: of a folder all but hidden ones and locks of open workbooks."""
    files: list[Path] = []
    for path in paths:
        files += in_folders([path]) if path.is_dir() else [path]
    if not files:
        raise UsageError("there is nothing to import; name files, or a folder that has some")
    return files


def _views(
    files: Sequence[Path], readings: Sequence[Reading]
) -> tuple[list[SheetView], dict[str, Path | Redacted], list[Finding]]:
    """Return the sheets of all files, each file once however often it is given."""
    views: list[SheetView] = []
    by_hash: dict[str, Path | Redacted] = {}
    findings: list[Finding] = []
    for path, reading in zip(files, readings, strict=True):
        hashes = {sheet.sha256 for sheet in reading.sheets}
        if same := hashes & by_hash.keys():
            message = f"has the same content as {by_hash[same.pop()].name}, and is taken once"
            findings.append(
                Finding("same-file-twice", message, "Nothing needs to be done.", "note", file=path.name)
            )
            continue
        findings += reading.findings
        held = path if reading.kept is None else Redacted(path.name, reading.kept)
        by_hash |= dict.fromkeys(hashes, held)
        views += [SheetView.of(without_examples(sheet)) for sheet in reading.sheets]
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


def _small(rows: pa.Table, *columns: str) -> frozenset[str]:
    return frozenset(value.casefold() for column in columns for value in rows[column].to_pylist() if value)


def _import(
    assembled: Assembled,
    mapped: _Mapped,
    by_hash: dict[str, Path | Redacted],
    findings: tuple[Finding, ...],
    last: Mapping,
) -> Import:
    tables, origins = {}, {}
    for name, rows in assembled.tables.items():
        tables[name] = rows.select(arrow_schema(name).names).combine_chunks()
        origins[name] = RowOrigins(rows["__sheet"], rows["__row"])
    return Import(
        tables=tables,
        findings=findings,
        mapping=Mapping(sheet=tuple(sheet.mapping for sheet in mapped.sheets)).following(last),
        questions=mapped.questions,
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
    rows = sheet.view.rows
    return Taken(
        mapping.file or "", mapping.sheet, mapping.table, rows, mapping.columns, unused, mapping.reasons
    )
