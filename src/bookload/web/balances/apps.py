"""Django's name for the app."""

from django.apps import AppConfig


class Balances(AppConfig):
    """Proposals of moves between books."""

    name = "bookload.web.balances"
    label = "balances"
