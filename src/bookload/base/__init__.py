"""What every layer stands on: errors, time, money, rights, the audit log, progress and results."""
