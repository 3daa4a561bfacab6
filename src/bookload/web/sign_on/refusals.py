"""Why somebody does not come in by single sign-on: a word for the log, and what to do for the person."""

from __future__ import annotations

from bookload.base.errors import BookloadError


class SignOnRefusedError(BookloadError):
    """A sign-in that was refused; `wrong` is what was, in a word, its text what to do about it."""

    def __init__(self, wrong: str, words: str) -> None:
        super().__init__(words)
        self.wrong = wrong


def unlike(wrong: str) -> SignOnRefusedError:
    """Return the refusal of an answer that is not what was asked for, however that came about."""
    return SignOnRefusedError(
        wrong,
        f"The identity provider's answer was not the one that was asked for ({wrong}): nobody is signed in. "
        "Begin again; if it stays so, tell whoever set up single sign-on what stands in brackets.",
    )
