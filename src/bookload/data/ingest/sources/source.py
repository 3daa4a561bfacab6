"""What a source is: the shape that its sheets have, and what is built from one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bookload.data.ingest.built import Built
from bookload.data.ingest.filled import Filled
from bookload.data.ingest.mapping.shape import Shape


@dataclass(frozen=True)
class Source:
    """A kind of sheet that Bookload reads."""

    shape: Shape
    build: Callable[[Filled], Built]
