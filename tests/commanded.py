"""A small company as files, and a way to run commands as `main` does."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from bookload.base.errors import BookloadError
from bookload.cli import app

FILES = {
    "accounts.csv": """\
account_id,name,segment,touch_model,region
A1,Acme,Enterprise,high,EMEA
A2,"Bolt, Inc",Enterprise,high,NA
A3,Cato,SMB,low,NA
A4,Dune,SMB,low,EMEA
""",
    "subscriptions.csv": """\
subscription_id,account_id,start_date,end_date,amount,interval,currency,product,status
S1,A1,2024-01-01,,120000,year,USD,Platform,active
S2,A2,2024-03-01,2025-06-01,5000,month,USD,Platform,canceled
S3,A3,2024-05-01,2025-02-01,100,month,USD,Platform,active
S3,A3,2025-02-01,,150,month,USD,Platform,active
S4,A4,2025-01-15,,200,month,EUR,Platform,active
S5,A4,2025-04-01,,999,month,USD,Add-on,trialing
""",
    "people.csv": """\
person_id,name,hire_date,leave_date,email
P1,Ada Lind,2023-01-01,,ada@example.com
P2,Ben Okoro,2023-06-01,,ben@example.com
P3,Cem Yilmaz,2020-01-01,,cem@example.com
""",
    "positions.csv": """\
person_id,from_date,role,fte,team,country
P1,2023-01-01,csm,1,Enterprise,DE
P2,2023-06-01,csm,1,SMB,US
P3,2020-01-01,director,1,,US
""",
    "pay.csv": """\
person_id,from_date,base,ote,currency
P1,2023-01-01,71713,91919,USD
P2,2023-06-01,68000,88081,USD
P3,2020-01-01,150000,200000,USD
""",
    "ownership.csv": """\
account_id,owner_id,start_date,end_date,role
A1,P1,2024-01-01,,csm
A2,P1,2024-03-01,2025-03-15,csm
A2,P2,2025-03-15,,csm
A3,P2,2024-05-01,,csm
A4,P2,2025-01-15,,csm
""",
}


@dataclass(frozen=True)
class Ran:
    """What a command did: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as one JSON document."""
        return json.loads(self.out)


def run(*arguments: str) -> Ran:
    """Run a command as `main` does, in this process."""
    result = CliRunner().invoke(app(arguments), list(arguments))
    if isinstance(result.exception, BookloadError):
        return Ran(result.exception.exit_code, result.stdout, f"bookload: {result.exception}")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ran(result.exit_code, result.stdout, result.stderr)


def written(folder: Path, files: dict[str, str]) -> Path:
    """Write files into a folder and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
