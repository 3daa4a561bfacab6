"""Plans that were kept: as they were answered, approved by a second person, and beside what came."""
