"""Which accounts should move to whom: the problem, a proven bound, a search, and moves with their reasons."""

from bookload.planning.balance.accepted import Accepted, Choices, Over, Together, accepted, choices
from bookload.planning.balance.books import Book, BookChange
from bookload.planning.balance.company import company
from bookload.planning.balance.frontier import with_frontier
from bookload.planning.balance.ownership import Moving, OwnerRow, owners_after
from bookload.planning.balance.posed import Ask
from bookload.planning.balance.proposal import Move, Point, Proposal, propose, proposed
from bookload.planning.balance.solver import Search

__all__ = [
    "Accepted",
    "Ask",
    "Book",
    "BookChange",
    "Choices",
    "Move",
    "Moving",
    "Over",
    "OwnerRow",
    "Point",
    "Proposal",
    "Search",
    "Together",
    "accepted",
    "choices",
    "company",
    "owners_after",
    "propose",
    "proposed",
    "with_frontier",
]
