"""What the tutorial, the how-to pages and the README show on a terminal is what a terminal shows.

A page is played from top to bottom in one empty folder. In a block marked `console` each `$ bookload ...`
line is run; the lines under it are what it is to print (standard output and error together), where a line
of `...` stands for any lines. Without lines under it, only that it succeeds counts; `$ echo $?` after it
states another exit code. Other commands are for the reader and are not run. A block with `title="name"` is
written to that file first. A block of Python that begins with `import bookload` is run where it stands.

The README's commands are programs of their own, as a reader starts them. Those of the other pages run in this
process, through the same `main`: a program that starts anew for each of them takes longer to load than to
answer.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import TypeAlias

import pytest

from bookload.cli import main

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
DEMO = re.compile(r"bookload demo (\w+)")
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


Ran: TypeAlias = tuple[int, str]
"""What a command came to: its exit code, and what it printed, standard output and error together."""


def play(page: Path, folder: Path, run: Callable[[Step, Path], Ran]) -> int:
    played = 0
    for indent, language, info, body in BLOCK.findall(page.read_text(encoding="utf-8")):
        text = re.sub(rf"^{indent}", "", body, flags=re.MULTILINE)
        if title := TITLE.search(info):
            target = folder / title[1]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        if language == "python" and text.startswith("import bookload"):
            code, printed = as_a_program([sys.executable, "-c", text], folder)
            assert code == 0, f"{text}\n{printed}"
            played += 1
        for step in steps(text) if language == "console" else []:
            code, printed = run(step, folder)
            assert code == step.code, f"$ {step.command}\nexit {code}, not {step.code}\n{printed}"
            assert not step.shown or agree(step.shown, printed.rstrip().splitlines()), (
                f"$ {step.command}\n{printed}"
            )
            played += 1
    return played


def as_a_program(command: list[str], folder: Path) -> Ran:
    ran = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return ran.returncode, ran.stdout


def in_a_shell(step: Step, folder: Path) -> Ran:
    return as_a_program(["bash", "-c", step.command], folder)


def here(step: Step, folder: Path) -> Ran:
    """Run a command as its entry point does: words, folder and streams as a shell would give them."""
    words = shlex.split(step.command, comments=True)
    with (
        pytest.MonkeyPatch.context() as patch,
        TemporaryFile("w+", encoding="utf-8") as screen,
        chdir(folder),
    ):
        patch.setattr(sys, "argv", words)
        with (
            Path(os.devnull).open(encoding="utf-8") as nothing,
            redirect_stdout(screen),
            redirect_stderr(screen),
        ):
            patch.setattr(sys, "stdin", nothing)
            try:
                main()
            except SystemExit as stopped:
                code = stopped.code
            else:
                code = 0
        screen.seek(0)
        return int(code or 0), screen.read()


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    """The sample company as `bookload demo sample` leaves it, and what that printed.

    It is asked for its report once, so that no page has to make anew what every question begins with.
    """
    folder = tmp_path_factory.mktemp("sample")
    made = here(Step("bookload demo sample", 0, ()), folder)
    here(Step("bookload report --workspace sample", 0, ()), folder)
    return folder / "sample", made


@pytest.fixture
def reader(request: pytest.FixtureRequest) -> Callable[[Step, Path], Ran]:
    """Run each step here; the sample company, which is the same every time, is made once and copied."""

    def run(step: Step, folder: Path) -> Ran:
        ran: Ran
        demo = DEMO.fullmatch(step.command)
        if demo and (demo[1] == "sample" or not step.shown):
            made, ran = request.getfixturevalue("sample")
            shutil.copytree(made, folder / demo[1])
            return ran
        return here(step, folder)

    return run


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(REPOSITORY).as_posix())
def test_what_a_page_shows_is_what_happens(
    page: Path, tmp_path: Path, reader: Callable[[Step, Path], Ran]
) -> None:
    run = in_a_shell if page.name == "README.md" else reader
    assert play(page, tmp_path, run) >= page.read_text(encoding="utf-8").count("\n$ bookload ")


@pytest.mark.parametrize("run", [here, in_a_shell])
@pytest.mark.parametrize(
    "block", ["$ bookload --help\nsomething else\n", "$ bookload --help\n$ echo $?\n1\n"]
)
def test_a_page_that_shows_something_else_fails(
    tmp_path: Path, block: str, run: Callable[[Step, Path], Ran]
) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"```console\n{block}```\n", encoding="utf-8")
    with pytest.raises(AssertionError, match=r"(?s)--help.*From billing rows"):
        play(page, tmp_path, run)


@pytest.mark.parametrize(
    "command", ["bookload --help", "bookload report --workspace nowhere", "bookload nonsense"]
)
def test_a_command_here_says_what_the_program_says(tmp_path: Path, command: str) -> None:
    step = Step(command, 0, ())
    assert here(step, tmp_path) == in_a_shell(step, tmp_path)


def test_steps_are_read_as_a_reader_reads_them() -> None:
    block = "$ bookload a \\\n>   --b\none\n...\ntwo\n$ echo $?\n1\n$ ls\nfile\n"
    assert steps(block) == [Step("bookload a --b", 1, ("one", "...", "two"))]
    assert agree(("one", "...", "two"), ["one", "1", "2", "two"])
    assert not agree(("one", "two"), ["one", "1", "two"])
