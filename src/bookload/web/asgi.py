"""What the server calls: the app of `wsgi`, behind what waits for slow clients."""

import os

from bookload.web.gateway import Gateway
from bookload.web.patience import Patience, seconds
from bookload.web.server import THREADS
from bookload.web.wsgi import application as app

application = Gateway(app, int(os.environ.get(THREADS, "8")), Patience(seconds()))
