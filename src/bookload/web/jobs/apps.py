"""Django's name for the app."""

from django.apps import AppConfig


class Jobs(AppConfig):
    """Long work."""

    name = "bookload.web.jobs"
    label = "jobs"
