"""Django's name for the app."""

from django.apps import AppConfig


class Approvals(AppConfig):
    """Approval by a second person."""

    name = "bookload.web.approvals"
    label = "approvals"
