"""The app of where people begin, by the name that Django keeps its tables under."""

from django.apps import AppConfig


class Home(AppConfig):
    """What somebody saw last."""

    name = "bookload.web.home"
    label = "home"
