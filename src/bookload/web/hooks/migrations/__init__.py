"""The database's steps from one release to the next."""
