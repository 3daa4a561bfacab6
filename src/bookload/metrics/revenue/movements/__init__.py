"""What each month did to each account, and the bridges that sum it."""
