"""Django's name for the app."""

from django.apps import AppConfig


class Keys(AppConfig):
    """Keys of programs."""

    name = "bookload.web.keys"
    label = "keys"
