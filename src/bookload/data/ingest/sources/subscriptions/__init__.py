"""Exports of subscriptions, contracts or recurring prices, of any shape."""
