"""Keys of programs: made, shown once, kept as hashes, never more than whoever made them may see now."""
