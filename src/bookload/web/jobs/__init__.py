"""Long work beside the server: a row and a process a job, watched, told about, and stopped when asked."""
