"""Django's name for the app."""

from django.apps import AppConfig


class People(AppConfig):
    """People and rights."""

    name = "bookload.web.people"
    label = "people"
