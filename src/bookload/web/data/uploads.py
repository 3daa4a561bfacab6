"""Files that people bring: kept under names of our own, and gone when they are done with."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from bookload.base.errors import UsageError, WorkspaceError
from bookload.web.data.models import Draft, Upload
from bookload.web.jobs.models import Job, State

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.db.models import QuerySet

    from bookload.web.people.models import Person

MOST_BYTES = 2**30
MOST_FILES = 200
KEPT = timedelta(days=7)
"""How long files wait for their import."""

LONGEST, ENDING = 120, 10
_UNUSUAL = re.compile(r"[^\w .,()&+@-]")


def brought(
    person: Person, files: Sequence[UploadedFile[bytes]], now: datetime, draft: Draft | None = None
) -> Draft:
    """Keep files for an import and return it; a new one, or one that they are added to.

    One that comes once more under its name, mended, stands in place of what came before it.

    Raises `UsageError` for none or too many, `WorkspaceError` where the disk does not take them.
    """
    sweep(now)
    here = draft.files.count() if draft else 0
    if not files:
        raise UsageError("no file was chosen; choose some, or drop them on the field")
    if here + len(files) > MOST_FILES:
        raise UsageError(f"at most {MOST_FILES} files go into one import here; `bookload import` takes more")
    with ExitStack() as kept:
        with transaction.atomic():
            draft = draft or Draft.objects.create(person=person, begun_at=now)
            try:
                before = _keep(draft, files, kept)
            except OSError as error:
                reason = error.strerror or str(error)
                raise WorkspaceError(f"cannot keep the files: {reason}; none of them was kept") from error
        kept.pop_all()
    for path in before:
        path.unlink(missing_ok=True)
    return draft


def _keep(draft: Draft, files: Sequence[UploadedFile[bytes]], kept: ExitStack) -> list[Path]:
    """Write files into a draft's folder, and return where those are that they stand in place of.

    `kept` is told how to have none of them there again.
    """
    came = [(label(file.name or ""), file) for file in files]
    before = list(draft.files.filter(came_as__in=[name for name, _ in came]))
    last = max((each.number for each in draft.files.all()), default=0)
    Upload.objects.filter(pk__in=[each.pk for each in before]).delete()
    if not draft.folder.exists():
        kept.callback(shutil.rmtree, draft.folder, ignore_errors=True)
        draft.folder.mkdir(mode=0o700, parents=True)
    for number, (name, file) in enumerate(came, start=last + 1):
        entry = Upload(draft=draft, number=number, came_as=name, size=file.size or 0)
        entry.save()
        kept.callback(entry.path.unlink, missing_ok=True)
        _write(entry.path, file)
    return [each.path for each in before]


def _write(path: Path, file: UploadedFile[bytes]) -> None:
    with path.open("xb") as out:
        os.fchmod(out.fileno(), 0o600)
        for chunk in file.chunks():
            out.write(chunk)


def label(name: str) -> str:
    """Return how a file is called when it is read and told about: its last part, of harmless signs."""
    last = re.split(r"[/\\]", name)[-1]
    stem, dot, ending = _UNUSUAL.sub("_", last).strip(" .-").rpartition(".")
    return f"{stem[:LONGEST] or 'file'}.{ending[:ENDING]}" if dot else ending[:LONGEST] or "file"


@contextmanager
def as_called(draft: Draft) -> Iterator[list[Path]]:
    """Give paths of a draft's files under the names that they came with, in a folder of our own.

    What a file is called says something of what it holds, so the import reads it under that name.
    """
    entries = list(draft.files.all())
    if not entries or not all(entry.path.exists() for entry in entries):
        raise UsageError("the files of this import are not here any more; bring them again")
    with tempfile.TemporaryDirectory(dir=draft.folder, prefix="read-") as folder:
        paths = []
        for entry in entries:
            path = Path(folder) / entry.came_as
            if path.exists():
                path = path.with_stem(f"{path.stem} ({entry.number})")
            path.hardlink_to(entry.path)
            paths.append(path)
        yield paths


def dropped(draft: Draft) -> None:
    """Remove an import that is not wanted, and its files."""
    folder = draft.folder
    draft.delete()
    shutil.rmtree(folder, ignore_errors=True)


def waiting(person: Person) -> list[Draft]:
    """Return somebody's imports that are not done, the latest first."""
    done = set(_done().values_list("page", flat=True))
    return [
        draft for draft in Draft.objects.filter(person=person).order_by("-begun_at") if draft.page not in done
    ]


def sweep(now: datetime) -> None:
    """Remove what was left lying: imports that nobody finished, and files of those that are done.

    What was imported the workspace keeps by itself.
    """
    for draft in Draft.objects.filter(begun_at__lt=now - KEPT):
        dropped(draft)
    done = set(_done().values_list("page", flat=True))
    for draft in Draft.objects.all():
        if draft.page in done:
            shutil.rmtree(draft.folder, ignore_errors=True)


def _done() -> QuerySet[Job]:
    return Job.objects.filter(kind="import", state=State.DONE)
