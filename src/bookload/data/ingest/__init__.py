"""From files as they came to tables that are checked."""
