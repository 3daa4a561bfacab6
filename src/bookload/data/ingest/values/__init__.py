"""From texts as files write them to the exact values that a snapshot stores, one kind of value a file."""
