"""Django's name for the app."""

from django.apps import AppConfig


class Digest(AppConfig):
    """Digests by mail and chat."""

    name = "bookload.web.digest"
    label = "digest"
