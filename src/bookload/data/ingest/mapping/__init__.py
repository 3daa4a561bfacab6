"""Which table each sheet is, and which of its columns is which: guessed, stated with reasons, overridable."""
