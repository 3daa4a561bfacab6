"""What the data page has done beside the server: preview, import, difference, the sample company."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from bookload.base.errors import AccessDeniedError, WorkspaceError
from bookload.data import snapshots
from bookload.report.page import render_inside, topic
from bookload.report.topics import difference
from bookload.web.asked import Place, reader_at
from bookload.web.data import sample
from bookload.web.data.models import Draft
from bookload.web.data.told import outcome
from bookload.web.data.uploads import as_called
from bookload.web.people.duties import DATA, IMPORTS
from bookload.web.state import served
from bookload.workspace import Request, changes_between, import_into
from bookload.workspace.kept import kept
from bookload.workspace.paths import POLICY, Folder, document_hash

if TYPE_CHECKING:
    from bookload.base.access import Access
    from bookload.base.progress import Progress
    from bookload.web.people.models import Person
    from bookload.workspace import Imported

Told = Mapping[str, Any]

NOTHING = "nothing"
"""How a folder stands that is no workspace yet."""

MOVED = (
    "Since this was shown something else was imported, or the policy was changed, so that what would come of "
    "it may differ. Look at it once more, then import."
)


def previewed(person: Person, arguments: Told, progress: Progress) -> Told:
    """Return what an import would do; nothing is written."""
    _demand(person, IMPORTS)
    stood = stands()
    done = _imported(person, arguments, progress, dry_run=True)
    return {**outcome(done, person.access), "stood": stood}


def imported(person: Person, arguments: Told, progress: Progress) -> Told:
    """Import what was shown; raise `WorkspaceError` if the workspace is not as it was shown with."""
    _demand(person, IMPORTS)
    with _one_at_a_time(person, "the import", progress):
        _demand_as_shown(arguments)
        done = _imported(person, arguments, progress, dry_run=False)
    told = outcome(done, person.access)
    return {**told, "as_shown": told["content"] == arguments["content"]}


def _imported(person: Person, arguments: Told, progress: Progress, *, dry_run: bool) -> Imported:
    draft = Draft.objects.get(pk=arguments["draft"], person=person)
    through = arguments["data_through"]
    with as_called(draft) as paths, _written(arguments["mapping"]) as mapping:
        request = Request(
            paths=paths,
            now=timezone.now(),
            who=person.name,
            mapping=mapping,
            answers=arguments["answers"],
            data_through=date.fromisoformat(through) if through else None,
            dry_run=dry_run,
        )
        return import_into(served().root, request, progress)


def stands() -> str:
    """Return what an import's outcome depends on beside its files: the snapshot and the documents."""
    folder = Folder(served().root)
    if not (folder.root / POLICY).exists():
        return NOTHING
    return f"{snapshots.current_id(folder.state)} {document_hash(folder.root)}"


def _demand_as_shown(arguments: Told) -> None:
    """Raise `WorkspaceError` if the workspace is not as the import was shown with.

    One that was killed may have written the policy of a new workspace, or all: then it may be done again.
    """
    held = snapshots.current(Folder(served().root).state)
    begun = held is None and arguments["stood"] == NOTHING
    finished = held is not None and held.manifest.content == arguments["content"]
    if not begun and not finished and stands() != arguments["stood"]:
        raise WorkspaceError(MOVED)


@contextmanager
def _written(text: str) -> Iterator[Path | None]:
    """Give a mapping as the file that an import takes; None for none."""
    if not text.strip():
        yield None
        return
    with NamedTemporaryFile("w", suffix=".toml", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        yield Path(file.name)


@contextmanager
def _one_at_a_time(person: Person, what: str, progress: Progress) -> Iterator[None]:
    """Let imports that are begun here follow one another: each is shown, and held to what was shown.

    Who waits is told for what and for whom.
    """
    with (served().folder / "importing.lock").open("a+b", buffering=0) as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                file.seek(0)
                holder = file.read().decode("utf-8", "replace") or "another import"
                progress.step(f"waiting for {holder}", 0)
                time.sleep(0.1)
        file.truncate(0)
        file.write(f"{what} by {person.name}, begun {timezone.now():%H:%M} UTC".encode())
        yield


def compared(person: Person, arguments: Told, progress: Progress) -> Told:
    """Have the difference of two snapshots kept, as its page shows it."""
    _demand(person, DATA)
    progress.step("comparing", 0)
    difference_inside(arguments["before"], arguments["after"], person.access)
    return {}


def difference_inside(before: str, after: str, access: Access) -> str:
    """Return what differs between two snapshots, as the matter of a page, kept by rights."""

    def made() -> bytes:
        old, new = reader_at(Place(snapshot=before), access), reader_at(Place(snapshot=after), access)
        found = difference.between(old, new, changes_between(served().root, before, after))
        parts = [part for part in difference.tables(found) if part != difference.EVERY_ROW]
        return render_inside(topic(new, "What differs", (), parts)).encode()

    return kept(served().root, difference_key(before, after), access, made, after).decode()


def difference_key(before: str, after: str) -> tuple[str, ...]:
    """Return what the difference is kept by."""
    return ("difference", before, after)


def sample_brought(person: Person, _arguments: Told, progress: Progress) -> Told:
    """Make the sample company in an empty workspace."""
    _demand(person, IMPORTS)
    with _one_at_a_time(person, "the sample company", progress):
        sample.bring(served().root, person.name, progress)
    return {}


def sample_removed(person: Person, _arguments: Told, progress: Progress) -> Told:
    """Remove the sample company where nothing else was imported."""
    _demand(person, IMPORTS)
    with _one_at_a_time(person, "the removal of the sample company", progress):
        sample.remove(served().root, person.name, timezone.now(), progress)
    return {}


def _demand(person: Person, roles: frozenset[str]) -> None:
    """Raise `AccessDeniedError` for somebody whose role may not do it any more."""
    if person.role not in roles:
        raise AccessDeniedError("your role may not do this any more")
