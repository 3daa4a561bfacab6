"""Board reports that were given out, and the last plan that was made: kept in a workspace, a file each."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base.errors import UsageError, WorkspaceError
from bookload.base.files import may_write, write_whole
from bookload.base.period import Month
from bookload.data.documents import written
from bookload.metrics.ratios.since import Stated
from bookload.report.board import Given, Hire, Planned
from bookload.workspace.paths import JOURNEY, POLICY, Folder

if TYPE_CHECKING:
    from pathlib import Path

    from bookload.report.board import Board
    from bookload.workspace.reading import Workspace

LONGEST_NOTE = 80


def given_out(root: Path) -> tuple[Given, ...]:
    """Return the board reports that were given out, in order; raise `WorkspaceError` for a damaged one."""
    return tuple(_read(path) for path in sorted(_board(root).glob("[0-9]*.json")))


def give_out(
    reader: Workspace, board: Board, *, by: str, note: str, at: datetime, profile: str | None
) -> Given:
    """Keep a board report as given out, and return it; its number is the next one.

    Of two that are kept at once each has a number of its own. Raises `UsageError` for a company in memory and
    a note that is too long.
    """
    root = reader.company.root
    if root is None:
        raise UsageError("a company in memory keeps no reports; open it from a folder")
    if len(note) > LONGEST_NOTE or not note.isprintable():
        raise UsageError(f"a note is one line of at most {LONGEST_NOTE} characters")
    folder = _board(root)
    if not may_write(folder):
        raise WorkspaceError(f"{folder} cannot be written; who owns the files gives reports out")
    folder.chmod(0o700)
    numbers = [int(path.stem) for path in folder.glob("[0-9]*.json")]
    number = max(numbers, default=0) + 1
    while True:
        given = Given(
            number=number,
            at=at,
            by=by,
            note=note,
            as_of=board.as_of,
            profile=profile,
            snapshot=reader.company.snapshot,
            program=_program(),
            documents={name: written(root / name)[0] for name in (POLICY, JOURNEY)},
            stated=board.stated,
            figures=board.to_keep,
        )
        if _created(folder / f"{number:04}.json", _bytes(given)):
            return given
        number += 1


def keep_plan(root: Path, plan: Planned) -> bool:
    """Keep a hiring plan as the last one, unless a later day's is kept; return whether it is."""
    folder, before = _board(root), last_plan(root)
    if not may_write(folder) or (before is not None and before.as_of > plan.as_of):
        return False
    folder.chmod(0o700)
    hires = [
        {"role": each.role, "opens": str(each.opens), "starts": str(each.starts), "heads": each.heads}
        for each in plan.hires
    ]
    body = {
        "as_of": plan.as_of.isoformat(),
        "snapshot": plan.snapshot,
        "last": str(plan.last),
        "held": plan.held,
        "name": plan.name,
        "hires": hires,
    }
    write_whole(folder / "plan.json", json.dumps(body, ensure_ascii=False).encode(), mode=0o600)
    return True


def last_plan(root: Path) -> Planned | None:
    """Return the last hiring plan that was kept; None where none was, or it cannot be read."""
    try:
        found = json.loads((_board(root) / "plan.json").read_bytes())
        hires = tuple(
            Hire(each["role"], Month.parse(each["opens"]), Month.parse(each["starts"]), each["heads"])
            for each in found["hires"]
        )
        as_of, last = date.fromisoformat(found["as_of"]), Month.parse(found["last"])
        return Planned(as_of, found["snapshot"], last, found["held"], hires, found["name"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def stands_on(root: Path) -> str:
    """Return what tells a board report apart beside the data: which were given out, and the last plan."""
    files = sorted(_board(root).glob("*.json"))
    return repr([(path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in files])


def _board(root: Path) -> Path:
    return Folder(root).state / "board"


def _program() -> str:
    from bookload import __version__  # noqa: PLC0415 - the package resolves its names when asked for them

    return __version__


def _created(path: Path, content: bytes) -> bool:
    """Write a file whole under a name that nothing has; return whether it had none."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    write_whole(unfinished, content, mode=0o600)
    try:
        os.link(unfinished, path)
    except FileExistsError:
        return False
    finally:
        unfinished.unlink()
    return True


def _bytes(given: Given) -> bytes:
    body = asdict(given) | {
        "at": given.at.isoformat(),
        "stated": {name: str(value) for name, value in asdict(given.stated).items()},
        "figures": {name: None if value is None else str(value) for name, value in given.figures.items()},
    }
    return json.dumps(body, default=str, ensure_ascii=False, indent=1).encode()


def _read(path: Path) -> Given:
    try:
        found = json.loads(path.read_bytes())
        stated: Mapping[str, str] = found["stated"]
        return Given(
            number=int(found["number"]),
            at=datetime.fromisoformat(found["at"]),
            by=found["by"],
            note=found["note"],
            as_of=date.fromisoformat(found["as_of"]),
            profile=found["profile"],
            snapshot=found["snapshot"],
            program=found["program"],
            documents=found["documents"],
            stated=Stated(
                int(stated["arr"]),
                Fraction(stated["csms"]),
                int(stated["covered_arr"]),
                Fraction(stated["covered_csms"]),
            ),
            figures={
                name: None if value is None else Fraction(value) for name, value in found["figures"].items()
            },
        )
    except (ValueError, KeyError, TypeError) as error:
        raise WorkspaceError(
            f"the board report {path.name} that was given out is damaged; restore it from a backup"
        ) from error
