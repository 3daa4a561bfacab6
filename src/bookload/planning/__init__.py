"""From what the team does for customers to the people that it takes: journey and capacity."""
