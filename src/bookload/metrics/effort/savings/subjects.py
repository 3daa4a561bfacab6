"""Subjects made alike: what is left of one without case, digits, punctuation and a reply's prefix.

`Re: Usage report 2026-05` and `usage report, June` are not yet the same; `Usage report 05/2026` and `usage
report` are. Only Latin letters lose their case, so that every engine agrees. An account's name in the subject
keeps it apart: what is repeated for one account is found, the same for many under many names is not.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from bookload.data.once import built_once

_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝ"
_LOWER = "abcdefghijklmnopqrstuvwxyzàáâãäåæçèéêëìíîïñòóôõöøùúûüý"
_BLANK = "-_/.,;:!?#()[]+&|0123456789\t"
PREFIXES = ("re ", "fw ", "fwd ", "aw ", "wg ")
_DOUBLES = 4
"""Passes that make up to sixteen blanks one."""


@built_once
def with_alike(rows: ir.Table) -> ir.Table:
    """Return rows that have a subject with it made alike; those without one, or nothing left of it, are gone.

    Each different subject is made alike once: logs repeat them, and words take longer than numbers.
    """
    words = rows.filter(rows.subject.notnull()).group_by("subject").aggregate(times=ibis._.count())
    # With the count in it: what asks for the subject alone is asked of every row before they are grouped.
    made_alike = ibis.cases((words.times > 0, alike(words.subject)))
    made = words.select(written=words.subject, made_alike=made_alike)
    joined = rows.inner_join(made, rows.subject == made.written)
    named = joined.filter(joined.made_alike.notnull())
    others = [name for name in rows.columns if name != "subject"]
    return named.select(*others, subject=named.made_alike)


def alike(subject: ir.Value) -> ir.Value:
    """Return a subject made alike; null for none, and for one of which nothing is left."""
    text = subject.translate(_UPPER + _BLANK, _LOWER + " " * len(_BLANK))
    for _ in range(_DOUBLES):
        text = text.replace("  ", " ")
    text = text.strip()
    shorter = [(text.startswith(prefix), text.substr(len(prefix))) for prefix in PREFIXES]
    return ibis.cases(*shorter, else_=text).nullif("")
