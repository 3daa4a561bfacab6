"""Lists of people: who they are, when they came and went, what they do."""
