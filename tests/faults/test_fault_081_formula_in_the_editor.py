"""81. A hostile formula typed into the app is refused at once, by its form and as text; nothing is kept."""

from __future__ import annotations

import time
from html import unescape

import pytest

from faults.test_fault_081_formula_in_a_scenario import HOSTILE
from served import found

PLAIN = 'name = "Plain"\nsentence = "?"\n'


FEW = (HOSTILE[0], HOSTILE[6], HOSTILE[-1])


@pytest.mark.parametrize(
    "formula", [pytest.param(each, marks=() if each in FEW else pytest.mark.prove) for each in HOSTILE]
)
def test_a_hostile_formula_is_refused_by_both_editors(own, as_role, formula):
    (own / "scenarios").mkdir(exist_ok=True)
    path = own / "scenarios" / "plain.toml"
    figures = '[figures]\na = "= b"\nb = "= a"\n' if formula == "= a" else ""
    path.write_text(PLAIN + figures)
    client = as_role("operations")
    page = client.get("/settings/documents/scenario-plain").content.decode()
    read_hash = found(r'name="read_hash" value="(\w*)"', page)
    quoted = formula.replace("\\", "\\\\").replace('"', '\\"')
    text = f'{PLAIN}{figures}[policy.targets]\nhigh = "{quoted}"\n'
    said = {
        "/settings/documents/scenario-plain": {"text": text},
        "/capacity/scenarios/plain": {"name": "Plain", "sentence": "?", "targets.high": formula},
    }
    for where, form in said.items():
        began = time.process_time()
        answer = client.post(where, {"read_hash": read_hash, **form})
        assert answer.status_code == 422, where
        assert time.process_time() - began < 2, where
        assert "scenarios/plain.toml" in unescape(answer.content.decode())
        assert path.read_text() == PLAIN + figures
