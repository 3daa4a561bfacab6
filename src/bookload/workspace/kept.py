"""Answers that were given before: kept by all that they depend on, so that the same question costs nothing.

An answer is a file's bytes: a JSON document, a part of a page. It depends on the snapshot, the documents, the
program, the date and the reader's rights, and is found by all of them; nobody ever gets another reader's.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from bookload.base.errors import WorkspaceError
from bookload.base.files import is_full, may_write, write_whole
from bookload.data import snapshots
from bookload.workspace.paths import existing, is_live

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from bookload.base.access import Access
    from bookload.report.document import Document


_LOOKS: ContextVar[list[bool] | None] = ContextVar("looks", default=None)
"""Where it is noted whether answers were there; None where nobody asks."""


def report_document(
    root: Path,
    *,
    as_of: date | None,
    access: Access,
    snapshot: str | None = None,
    profile: str | None = None,
) -> Document:
    """Return the report's document for a reader, computed only if it was not before.

    `profile` counts under its switches instead of the policy's. Raises as `open_folder` and
    `Policy.under` do.
    """

    def computed() -> bytes:
        return json.dumps(_computed(root, as_of, access, snapshot, profile)).encode()

    found: Document = json.loads(kept(root, ("report", str(as_of), profile), access, computed, snapshot))
    return found


def kept(
    root: Path,
    asked: tuple[Hashable, ...],
    access: Access,
    make: Callable[[], bytes],
    snapshot: str | None = None,
) -> bytes:
    """Return what was made before for what is `asked` and a reader's rights; make it now if nothing was.

    Of live tables nothing is kept.
    """
    path = _place(root, asked, access, snapshot)
    there = path is not None and path.exists()
    if (found := _LOOKS.get()) is not None:
        found.append(there)
    if path is None:
        return make()
    if there:
        return path.read_bytes()
    made = make()
    try:
        if may_write(path.parent):
            # Only the owner of the files may open it: it may hold what comes from pay.
            write_whole(path, made, mode=0o600)
    except (OSError, WorkspaceError) as error:
        if not is_full(error):
            raise
        # Where the disk takes no more, an answer is given and made again the next time.
    return made


@contextmanager
def looks() -> Iterator[list[bool]]:
    """Note for each answer that `kept` is asked for while the block runs whether it was there."""
    found: list[bool] = []
    before = _LOOKS.set(found)
    try:
        yield found
    finally:
        _LOOKS.reset(before)


def is_kept(
    root: Path, asked: tuple[Hashable, ...], access: Access, snapshot: str | None = None
) -> bool | None:
    """Return whether `kept` has an answer; None where it never would, as of live tables."""
    path = _place(root, asked, access, snapshot)
    return None if path is None else path.exists()


def _place(root: Path, asked: tuple[Hashable, ...], access: Access, snapshot: str | None) -> Path | None:
    """Return where an answer is kept: under all that it depends on; None where none is kept."""
    folder = existing(root)
    held = None if is_live(root) else snapshot or snapshots.current_id(folder.state)
    if held is None:
        return None
    depends = (asked, access.role, sorted(access.rights), access.person_id, access.chosen)
    name = hashlib.sha256(repr(depends).encode()).hexdigest()[:32]
    return folder.cache(held) / "answers" / name


def _computed(
    root: Path, as_of: date | None, access: Access, snapshot: str | None, profile: str | None
) -> Document:
    # What computes an answer takes longer to load than a kept one takes to show.
    from bookload.report.document import document  # noqa: PLC0415
    from bookload.report.topics import answer  # noqa: PLC0415
    from bookload.workspace.opened import reader_of  # noqa: PLC0415

    reader = reader_of(root, access, as_of=as_of, profile=profile, snapshot=snapshot)
    return document(reader.head, answer.body(reader.report(), reader.access, reader.policy.company.currency))
