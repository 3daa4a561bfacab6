"""What holds for every chart that is drawn in these tests."""

from __future__ import annotations

from typing import Any

import pytest
from altair import LayerChart


@pytest.fixture(autouse=True)
def _held_to_the_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold each to Vega-Lite's schema, which the program leaves out."""
    made = LayerChart.to_dict

    def checked(chart: LayerChart, **how: Any) -> dict[str, Any]:
        return made(chart, **(how | {"validate": True}))

    monkeypatch.setattr(LayerChart, "to_dict", checked)
