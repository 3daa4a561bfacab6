"""Files of the small company with a campaign: three dozen more accounts, a third of which it reached."""

from __future__ import annotations

from collections.abc import Mapping

REACHED, OTHERS = 12, 24


def with_campaign(files: Mapping[str, str]) -> dict[str, str]:
    """Return files with more accounts of P2's; those reached in February 2025 pay a tenth more from March."""
    names = [f"C-{number:02d}" for number in range(REACHED + OTHERS)]
    sold = []
    for number, name in enumerate(names):
        price, wobble = 500 + 17 * number, 1 + ((number * 7) % 5 - 2) / 100
        later = price * wobble * (1.1 if number % 3 == 0 else 1.0)
        sold.append(f"S{name},{name},2024-01-01,2025-03-01,{price:.2f},month,USD,Platform,active")
        sold.append(f"S{name},{name},2025-03-01,,{later:.2f},month,USD,Platform,active")
    more = {
        "accounts.csv": [f"{name},{name},SMB,low,NA" for name in names],
        "subscriptions.csv": sold,
        "ownership.csv": [f"{name},P2,2024-01-01,,csm" for name in names],
    }
    reached = [f"I-1,{name},2025-02-02,Sprint,campaign" for name in names[::3]]
    head = "intervention_id,account_id,start_date,name,kind"
    return {
        **{name: "\n".join((text.rstrip("\n"), *more.get(name, ()), "")) for name, text in files.items()},
        "interventions.csv": "\n".join((head, *reached, "")),
    }
