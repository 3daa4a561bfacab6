"""The hiring plan: the heads that keep the chance of enough cover, at least cost."""
