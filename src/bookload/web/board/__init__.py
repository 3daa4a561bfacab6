"""Board reports that were given out, and giving one out."""
