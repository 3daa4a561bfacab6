"""Django's name for the app."""

from django.apps import AppConfig


class Data(AppConfig):
    """Files in."""

    name = "bookload.web.data"
    label = "data"
