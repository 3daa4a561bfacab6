"""What could take fewer of the team's hours, each with what it would save and how that is counted."""

from bookload.metrics.effort.savings.candidate import Candidate, Way
from bookload.metrics.effort.savings.savings import Savings, savings

__all__ = ["Candidate", "Savings", "Way", "savings"]
