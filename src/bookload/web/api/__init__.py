"""The API of programs under /api/v1: every question as a document, read only, with the asker's own rights."""
