"""Lists of accounts, with their owners where the list has them."""
