"""A file a topic: the body of its JSON document, and the same as lines and tables for a terminal."""
