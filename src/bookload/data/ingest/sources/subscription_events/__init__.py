"""What subscriptions became, and when: several a day, of which the last counts."""
