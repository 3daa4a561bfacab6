"""Pages that show what a question answers: its controls, its charts and tables, and its exports."""
