"""What the tutorial, the how-to pages and the README show on a terminal is what a terminal shows.

A page is played from top to bottom in one empty folder. In a block marked `console` each `$ bookload ...`
line is run; the lines under it are what it is to print (standard output and error together), where a line
of `...` stands for any lines. Without lines under it, only that it succeeds counts; `$ echo $?` after it
states another exit code. Other commands are for the reader and are not run. A block with `title="name"` is
written to that file first. A block of Python that begins with `import bookload` is run where it stands.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent.parent
PAGES = sorted(
    page
    for page in [
        REPOSITORY / "README.md",
        *(REPOSITORY / "docs" / "tutorial").glob("*.md"),
        *(REPOSITORY / "docs" / "how-to").glob("*.md"),
    ]
    if re.search(r"^```(console|.*title=)", page.read_text(encoding="utf-8"), re.MULTILINE)
)
BLOCK = re.compile(r"^( *)```(\S+)([^\n]*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
TITLE = re.compile(r'title="([^"]+)"')


@dataclass(frozen=True)
class Step:
    """A command, the exit code that the page states and the lines that it shows."""

    command: str
    code: int
    shown: tuple[str, ...]


def steps(block: str) -> list[Step]:
    found: list[Step] = []
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        while command.endswith("\\"):
            more, _, shown = shown.partition("\n")
            command = command.removesuffix("\\") + more.lstrip("> ")
        lines = tuple(line.rstrip() for line in shown.rstrip().splitlines())
        if command == "echo $?":
            found[-1] = Step(found[-1].command, int(lines[0]), found[-1].shown)
        else:
            found.append(Step(command, 0, lines))
    return [step for step in found if step.command.startswith("bookload ")]


def agree(shown: tuple[str, ...], printed: list[str]) -> bool:
    pattern = "".join(r"(?:.*\n)*?" if line.strip() == "..." else re.escape(line) + r"\n" for line in shown)
    return re.fullmatch(pattern, "".join(f"{line.rstrip()}\n" for line in printed)) is not None


def play(page: Path, folder: Path) -> int:
    played = 0
    for indent, language, info, body in BLOCK.findall(page.read_text(encoding="utf-8")):
        text = re.sub(rf"^{indent}", "", body, flags=re.MULTILINE)
        if title := TITLE.search(info):
            target = folder / title[1]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        if language == "python" and text.startswith("import bookload"):
            ran = run([sys.executable, "-c", text], folder)
            assert ran.returncode == 0, f"{text}\n{ran.stdout}"
            played += 1
        for step in steps(text) if language == "console" else []:
            ran = run(["bash", "-c", step.command], folder)
            assert ran.returncode == step.code, (
                f"$ {step.command}\nexit {ran.returncode}, not {step.code}\n{ran.stdout}"
            )
            printed = ran.stdout.rstrip().splitlines()
            assert not step.shown or agree(step.shown, printed), f"$ {step.command}\n{ran.stdout}"
            played += 1
    return played


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env=os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(REPOSITORY).as_posix())
def test_what_a_page_shows_is_what_happens(page: Path, tmp_path: Path) -> None:
    assert play(page, tmp_path) >= page.read_text(encoding="utf-8").count("\n$ bookload ")


def test_a_page_that_shows_something_else_fails(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```console\n$ bookload --help\nsomething else\n```\n", encoding="utf-8")
    with pytest.raises(AssertionError):
        play(page, tmp_path)


def test_steps_are_read_as_a_reader_reads_them() -> None:
    block = "$ bookload a \\\n>   --b\none\n...\ntwo\n$ echo $?\n1\n$ ls\nfile\n"
    assert steps(block) == [Step("bookload a --b", 1, ("one", "...", "two"))]
    assert agree(("one", "...", "two"), ["one", "1", "2", "two"])
    assert not agree(("one", "two"), ["one", "1", "two"])
