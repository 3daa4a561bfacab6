"""The pages by name, in the order of the navigation, each with the questions that it answers."""

from __future__ import annotations

from dataclasses import dataclass

from bookload.base.access import Access, Right
from bookload.web.people.duties import DATA, GIVES_OUT, PLANS, POLICY
from bookload.web.routes import EVERY_ROLE
from bookload.workspace.questions import QUESTIONS


@dataclass(frozen=True, slots=True)
class Beside:
    """A page beside those of questions: where it is, the word for it, and the roles that it is for."""

    path: str
    title: str
    roles: frozenset[str] = EVERY_ROLE


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of a page; one `of_a_place` is asked of a date, a profile, a scenario."""

    path: str
    title: str
    of_a_place: bool = True


@dataclass(frozen=True, slots=True)
class Next:
    """What can be done with a question's answer: where, in which words, by whom; at once, or on a page."""

    question: str
    path: str
    title: str
    roles: frozenset[str]
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page: the word for it, what it is for, and the questions on it, the first shown at once."""

    name: str
    title: str
    purpose: str
    questions: tuple[str, ...] = ()
    needs: frozenset[Right] = frozenset()
    roles: frozenset[str] = EVERY_ROLE
    beside: tuple[Beside, ...] = ()

    def is_open_to(self, access: Access) -> bool:
        """Return whether a reader comes to it: with the rights it needs, in a role that it is for."""
        return self.needs <= access.rights and access.role in self.roles


ALL_ROWS = frozenset({Right.ALL_ROWS})
EVERY_BOOK = frozenset({Right.ALL_ROWS, Right.PERSON_NAMES, Right.TIME_PERSON})
"""What who sees everybody's books and hours has: that is what a balance says."""

PAGES = (
    Page(
        "overview",
        "Overview",
        "The ratios with their verdicts, and what is worth a look",
        ("monday", "changed", "explain"),
    ),
    Page(
        "revenue",
        "Revenue",
        "What came, what went, what lasts",
        ("movements", "retention", "cohorts", "committed", "renewals", "concentration", "signs"),
    ),
    Page("books", "Books", "Who carries what", ("loads", "ratios", "book")),
    Page("effort", "Effort", "Where the hours go", ("effort", "calibrate")),
    Page("journey", "Journey", "The stages of an account, and what the team does in each", (), ALL_ROWS),
    Page(
        "capacity",
        "Capacity",
        "Hours, heads and what to change",
        ("capacity", "costs", "sizing", "forecast", "plan", "levers", "compare"),
        ALL_ROWS,
        beside=(Beside("/capacity/scenarios", "Scenarios"), Beside("/capacity/plans", "Kept plans")),
    ),
    Page("balance", "Balance", "Which accounts should move to whom, and how sure that is", (), EVERY_BOOK),
    Page(
        "board",
        "Board",
        "One page for the board, and what changed since the last one",
        ("board",),
        ALL_ROWS,
        beside=(Beside("/board/given", "Given out"),),
    ),
    Page("impact", "Impact", "What was done, and whether it changed MRR", ("impact", "contact"), ALL_ROWS),
    Page("data", "Data", "What was imported, and what is to be", (), ALL_ROWS, DATA),
    Page("settings", "Settings", "Yourself, people and their rights, policy and documents, the audit log"),
)


NEXT = (
    Next("plan", "/capacity/plans/keep", "Keep this plan", PLANS),
    Next("board", "/board/given", "Give it out", GIVES_OUT),
    Next("levers", "/capacity/scenarios/of-levers", "Try these as a scenario", POLICY, at_once=True),
)
"""What can be done with the answers of some questions."""


def next_of(question: str, access: Access) -> tuple[Next, ...]:
    """Return what a reader may do with the answer of a question."""
    return tuple(each for each in NEXT if each.question == question and access.role in each.roles)


def tabs_of(page: Page, access: Access) -> tuple[Tab, ...]:
    """Return the parts of a page that a reader comes to: its questions, then what is beside them."""
    asked = [QUESTIONS[name] for name in page.questions]
    return (
        *(Tab(f"/{page.name}/{each.name}", each.title) for each in asked if each.needs <= access.rights),
        *(Tab(each.path, each.title, of_a_place=False) for each in page.beside if access.role in each.roles),
    )


def page_of(question: str) -> Page | None:
    """Return the page that a question stands on."""
    return next((page for page in PAGES if question in page.questions), None)
