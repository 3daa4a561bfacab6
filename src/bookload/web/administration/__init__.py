"""Settings: yourself, people and their rights, the audit log."""
