"""Django's name for the app."""

from django.apps import AppConfig


class SignOn(AppConfig):
    """Single sign-on."""

    name = "bookload.web.sign_on"
    label = "sign_on"
