"""Steps of the database of approvals, in order."""
