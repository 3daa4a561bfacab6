"""Django's name for the app."""

from django.apps import AppConfig


class Plans(AppConfig):
    """Plans that were kept."""

    name = "bookload.web.plans"
    label = "plans"
