"""A file a sheet."""
