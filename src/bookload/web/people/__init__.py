"""People who sign in: their roles, the ways in, and what each may see."""
