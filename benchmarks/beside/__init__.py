"""What stands beside Bookload in a measured task: the rows that all read, and other ways to an answer."""
