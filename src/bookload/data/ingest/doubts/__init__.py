"""What a sheet leaves in doubt about its rows and amounts: told from the rest of it, or asked."""
