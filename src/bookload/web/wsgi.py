"""The app, for a server that speaks WSGI; our own calls it through `asgi`."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

from bookload.web.jobs.keeper import SERVER, follow

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bookload.web.settings")
# A chart that is drawn in one thread looks whether pandas is there; while another thread is the first to need
# it, it finds half of it and fails. Here nobody draws yet.
import_module("pandas")
follow(os.environ.get(SERVER))
application = get_wsgi_application()
