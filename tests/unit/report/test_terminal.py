from __future__ import annotations

from bookload.report.terminal import laid, show, table

LONG = "Hours freed against cost: every point that no other beats, the least first"


def test_a_title_does_not_wrap_into_the_width_of_narrow_columns(capsys):
    show(table(LONG, ["cost", "hours"], []), "and a line")
    assert [line.rstrip() for line in capsys.readouterr().out.splitlines()] == [
        LONG,
        "",
        " cost   hours",
        " ────────────",
        "",
        "and a line",
    ]


def test_a_title_wraps_at_the_width_of_the_screen(capsys):
    show(table(" ".join(["word"] * 40), ["cost"], []))
    first, second, *_ = capsys.readouterr().out.splitlines()
    assert first.strip() == " ".join(["word"] * 24)
    assert second.strip() == " ".join(["word"] * 16)


def test_a_table_that_was_shown_still_has_its_title(capsys):
    made = table(LONG, ["cost"], [["1"]])
    show(made)
    show(made)
    assert capsys.readouterr().out.count(LONG) == 2
    found = laid(made)
    assert not isinstance(found, str)
    assert (found.title, found.rows) == (LONG, (("1",),))
