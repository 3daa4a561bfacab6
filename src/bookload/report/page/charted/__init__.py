"""The charts of the pages that commands write, a file a topic; each says in words what it shows."""
