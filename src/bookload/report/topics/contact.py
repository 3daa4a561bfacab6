"""What MRR does after contact: by lag and owner, and steady contact against bursts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.report.document import plain
from bookload.report.terminal import Part, table
from bookload.report.topics.estimates import between, share

if TYPE_CHECKING:
    from bookload.base.access import Access
    from bookload.planning.impact import Contact
    from bookload.report.document import Document


def body(found: Contact, access: Access) -> Document:
    """Return MRR after contact by lag, steady against bursts, and by account and owner."""
    written = plain(found, access)
    shown: Document = dict(written) if isinstance(written, dict) else {}
    shown.pop("as_of", None)
    return shown


def tables(found: Contact) -> list[Part]:
    """Return what MRR does after contact, by lag and owner, and steady contact against bursts."""
    lags = [[str(each.months), share(each.effect), between(each.low, each.high)] for each in found.lags]
    parts: list[Part] = [
        found.verdict,
        f"Who is contacted: MRR grew {found.before:+.1%} more than that of others in three months before.",
        table(
            f"MRR after a month with contact ({found.touched:,} account-months) against one without "
            f"({found.untouched:,})",
            ["months after", "difference in MRR", "95% interval"],
            lags,
        ),
        _steady(found),
    ]
    return [*parts, _owners(found)] if found.owners else parts


def _owners(found: Contact) -> Part:
    rows = [
        [
            each.owner_id,
            f"{each.account_months:,}",
            f"{each.touched:,}",
            share(each.effect),
            between(each.low, each.high),
        ]
        for each in found.owners or ()
    ]
    columns = ["owner", "account-months", "with contact", "difference in MRR", "95% interval"]
    return table("By owner, after six months; nobody is ranked by it", columns, rows)


def _steady(found: Contact) -> str:
    counts = (
        f"{found.steady_accounts:,} accounts with steady contact and {found.burst_accounts:,} with bursts"
    )
    if found.steady is None:
        return f"Steady contact against bursts: cannot tell, because there are {counts}; it takes 10 of each."
    told = found.steady
    seen = "no difference seen" if told.low <= 0 <= told.high else "an association, not a proof"
    return (
        f"Steady contact against bursts: MRR {told.effect:+.1%} ({told.low:+.1%} to {told.high:+.1%}) over "
        f"the six months after, {counts}: {seen}."
    )
