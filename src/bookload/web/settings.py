"""Django's settings: made from the workspace that is served, so that there is nothing to configure first."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from bookload.base.errors import UsageError
from bookload.web.state import DATABASE, served

HERE = Path(__file__).parent
STATE = served()
SECURE = os.environ.get("BOOKLOAD_SECURE") == "1"
"""Whether people come over TLS, here or at a proxy; without it only loopback is served."""
BEHIND_PROXY = os.environ.get("BOOKLOAD_BEHIND_PROXY") == "1"
"""Whether our own proxy says where requests come from; else nobody is believed about it."""

DEBUG = False
SECRET_KEY = STATE.secret()
ALLOWED_HOSTS = os.environ.get("BOOKLOAD_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if SECURE else []
ROOT_URLCONF = "bookload.web.urls"
WSGI_APPLICATION = "bookload.web.wsgi.application"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
USE_I18N = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "bookload.web.people",
    "bookload.web.home",
    "bookload.web.jobs",
    "bookload.web.data",
    "bookload.web.keys",
    "bookload.web.hooks",
    "bookload.web.digest",
    "bookload.web.approvals",
    "bookload.web.plans",
    "bookload.web.balances",
    "bookload.web.sign_on",
]
MIDDLEWARE = [
    "bookload.web.metrics.counted.Measured",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # drawings are long; it pads by chance, so no length tells
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "bookload.web.security.headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "bookload.web.data.bounded.bounded",
    "django_htmx.middleware.HtmxMiddleware",
    "bookload.web.failures.Failures",
    "bookload.web.api.door.door",
    "bookload.web.gate.Gate",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "bookload.web.shell.shell",
            ],
        },
    }
]


def database(url: str | None) -> dict[str, object]:
    """Return where the app's rows are: a file of the workspace, or the PostgreSQL that a URL names."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": STATE.database,
            # A writer says so at once: two that both read first would lock each other out.
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20},
        }
    if find_spec("psycopg") is None:
        raise UsageError(f"{DATABASE} names a PostgreSQL: `pip install bookload[postgres]` brings its driver")
    parts = urlsplit(url)
    # On a machine's own socket the folder that it lies in stands for the host: postgresql:///name?host=/run
    folder = parse_qs(parts.query).get("host", [""])[0]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or folder,
        "PORT": str(parts.port or ""),
    }


DATABASES = {"default": database(os.environ.get(DATABASE))}

AUTH_USER_MODEL = "people.Person"
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "overview"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
X_FRAME_OPTIONS = "DENY"

STATIC_URL = "/static/"
STATICFILES_DIRS = [HERE / "static", HERE.parent / "report" / "page" / "style"]
"""The second is named, not imported: who starts the processes draws no page."""
# Files are served from the package: a clone or a wheel runs without a build.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
# On its way in, a large file lies beside the database, on the disk that it is to stay on.
FILE_UPLOAD_TEMP_DIR = STATE.folder
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING"}},
}
