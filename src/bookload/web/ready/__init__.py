"""What people open first, made before they do: after each import, and whatever else changes figures."""
