"""The data page: files in, what they are taken for, what was imported when, and the sample company."""
