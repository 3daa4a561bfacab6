"""The ratios of revenue to the team, what they are measured against, and what can be said of them."""
