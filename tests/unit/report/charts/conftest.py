"""Every chart that is drawn here is held to the schema of Vega-Lite, which those on pages are not again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from altair import Chart, LayerChart


@pytest.fixture(autouse=True, scope="package")
def held_to_the_schema() -> Iterator[None]:
    """Let no specification be made without the check that `drawing` leaves out: it takes half of a chart."""
    with pytest.MonkeyPatch.context() as patch:
        for kind in (Chart, LayerChart):
            patch.setattr(kind, "to_dict", _checked(kind.to_dict))
        yield


def _checked(made):
    def to_dict(self, *, validate=True, context=None, **named):
        # What has a context is a layer of another, whose data it has.
        return made(self, validate=validate or not context, context=context, **named)

    return to_dict
