"""The web app's settings over a workspace of nobody's: for tests of its parts, and for types."""

import os
import tempfile

os.environ.setdefault("BOOKLOAD_WORKSPACE", tempfile.mkdtemp(prefix="bookload-web-"))

from bookload.web.settings import *  # noqa: F403
