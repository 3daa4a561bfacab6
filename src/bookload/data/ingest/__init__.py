"""From files as they came to the tables of a snapshot.

`run` reads the files (`reading`), guesses what each sheet and column is (`mapping`), reads
the values (`values`), makes rows of tables of each kind of sheet (`sources`) and puts them
together with what was known before (`assembly`). It writes nothing.
"""

from __future__ import annotations

from bookload.data.ingest.mapping.mapping import Mapping, SheetMapping
from bookload.data.ingest.mapping.mapping import from_text as mapping_of
from bookload.data.ingest.mapping.mapping import to_text as mapping_text
from bookload.data.ingest.mapping.question import Question
from bookload.data.ingest.mapping.store import read_mapping
from bookload.data.ingest.outcome import Import, Taken
from bookload.data.ingest.run import run
from bookload.data.ingest.telling import told

__all__ = [
    "Import",
    "Mapping",
    "Question",
    "SheetMapping",
    "Taken",
    "mapping_of",
    "mapping_text",
    "read_mapping",
    "run",
    "told",
]
