"""Leading signs: what a month did against what the months before it lead to expect."""
