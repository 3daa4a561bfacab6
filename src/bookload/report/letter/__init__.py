"""The Monday page as a letter: plain text, tables for mail, and messages for chats."""

from bookload.report.letter.chat import as_slack, as_teams
from bookload.report.letter.letter import Letter, letter, nothing_yet
from bookload.report.letter.text import as_text, clean

__all__ = ["Letter", "as_slack", "as_teams", "as_text", "clean", "letter", "nothing_yet"]
