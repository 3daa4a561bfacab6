"""Django's name for the app."""

from django.apps import AppConfig


class Hooks(AppConfig):
    """Webhooks."""

    name = "bookload.web.hooks"
    label = "hooks"
