"""Where somebody begins: their first page, an empty workspace, and whether the server is well."""
