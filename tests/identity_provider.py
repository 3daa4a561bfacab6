"""A real identity provider on loopback, django-allauth's, that lies where a test asks it to.

`python identity_provider.py FOLDER CLIENT SECRET HOST...` prints its address and serves until it is ended.
Whoever asks for `/identity/o/authorize` with `X-As: NAME` is signed in there by that name; `POST /lies` says
what is to be wrong with the tokens from then on.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CLIENT, SECRET = "bookload", "marked-88081-secret"
VERIFIED = ("ada@example.com", "bo@example.com", "new@corp.example", "ada@corp.example", "x@evil.example")
UNVERIFIED = ("cy@example.com",)


@dataclass
class Provider:
    """The provider as tests see it."""

    issuer: str

    def lie(self, **lies: Any) -> None:
        """Say what is to be wrong with tokens; nothing, and all is right again."""
        body = json.dumps(lies).encode()
        urllib.request.urlopen(urllib.request.Request(f"{self.issuer}/lies", body), timeout=60).close()  # noqa: S310

    def sign_in(self, address: str, name: str) -> str:
        """Return where the provider sends a browser that came to an address, signed in there by a name.

        So it is for who signs out: it asks nobody whose token is not of who is signed in there.
        """
        assert address.startswith(self.issuer), address
        opener = urllib.request.build_opener(_Stay)
        try:
            opener.open(urllib.request.Request(address, headers={"X-As": name}), timeout=60)  # noqa: S310
        except urllib.error.HTTPError as answer:
            return str(answer.headers["Location"])
        raise AssertionError("the provider asks for something else")


def went(client: Any, provider: Provider, name: str = "ada@example.com") -> tuple[Any, str]:
    """Go to the provider and back as somebody there; return the answer, and the address that it is to."""
    away = client.get("/in/with", {"next": "/settings"})
    assert away.status_code == 302, away.content
    back = provider.sign_in(away.headers["Location"], name).partition("localhost")[2]
    return client.get(back), back


class _Stay(urllib.request.HTTPRedirectHandler):
    """A browser that looks where it is sent before it goes."""

    def redirect_request(self, *_args: object, **_named: object) -> None:
        """Go nowhere."""


@contextmanager
def providing(folder: Path, *hosts: str) -> Iterator[Provider]:
    """Start the provider, which sends people back to `localhost` and further hosts, and end it."""
    command = [sys.executable, __file__, str(folder), CLIENT, SECRET, "localhost", *hosts]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stdout is not None
            yield Provider(process.stdout.readline().strip())
        finally:
            process.terminate()


def _served(folder: str, client: str, secret: str, *hosts: str) -> None:
    from wsgiref.simple_server import WSGIRequestHandler, make_server

    import django
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from django.conf import settings

    os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    settings.configure(
        SECRET_KEY="of-the-tests" * 5,
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        USE_TZ=True,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{folder}/provider.sqlite3"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "allauth",
            "allauth.account",
            "allauth.idp.oidc",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            f"{__name__}.signed_in_as",
            "allauth.account.middleware.AccountMiddleware",
        ],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        IDP_OIDC_PRIVATE_KEY=pem,
        IDP_OIDC_RP_INITIATED_LOGOUT_ASKS_FOR_OP_LOGOUT=False,
    )
    django.setup()
    KEYS.update(pem=pem.encode(), public=public)
    _peopled(client, secret, hosts)
    from django.core.wsgi import get_wsgi_application

    class Quiet(WSGIRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet) as server:
        print(f"http://127.0.0.1:{server.server_port}", flush=True)  # noqa: T201
        server.serve_forever()


def _peopled(client: str, secret: str, hosts: tuple[str, ...]) -> None:
    from allauth.account.models import EmailAddress
    from allauth.idp.oidc.models import Client
    from django.contrib.auth.models import User
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    for name in VERIFIED + UNVERIFIED:
        user = User.objects.create(username=name, email=name)
        EmailAddress.objects.create(user=user, email=name, verified=name in VERIFIED, primary=True)
    made = Client(id=client, name="Bookload", skip_consent=True, scopes="openid\nemail")
    made.set_redirect_uris([f"http://{host}/in/back" for host in hosts])
    made.set_post_logout_redirect_uris([f"http://{host}/out/back" for host in hosts])
    made.set_secret(secret)
    made.save()


LIES: dict[str, Any] = {}
KEYS: dict[str, bytes] = {}


def signed_in_as(answer: Any) -> Any:
    """Sign in whom a header names."""

    def answered(request: Any) -> Any:
        if name := request.headers.get("X-As"):
            from django.contrib.auth.models import User

            request.user = User.objects.get(username=name)
        return answer(request)

    return answered


def _token(request: Any) -> Any:
    """Answer as allauth does, but for what the token says and how it is signed where that is to be a lie."""
    import jwt
    from allauth.idp.oidc import views
    from django.http import JsonResponse

    answer = views.token(request)
    if not {"claims", "alg"} & LIES.keys() or answer.status_code != 200:
        return answer
    said, how = json.loads(answer.content), LIES.get("alg", "RS256")
    claims = jwt.decode(said["id_token"], options={"verify_signature": False})
    claims = {
        name: value for name, value in {**claims, **LIES.get("claims", {})}.items() if value is not None
    }
    if isinstance(claims.get("exp"), int) and claims["exp"] < 0:
        claims["exp"] += claims["iat"]
    kid = jwt.get_unverified_header(said["id_token"])["kid"]
    if how == "RS256":
        token = jwt.encode(claims, KEYS["pem"], how, {"kid": kid})
    else:
        token = f"{_b64(json.dumps({'alg': how, 'kid': kid}).encode())}.{_b64(json.dumps(claims).encode())}"
        by_what_is_public = hmac.new(KEYS["public"], token.encode(), hashlib.sha256).digest()
        token += "." if how.casefold() == "none" else f".{_b64(by_what_is_public)}"
    return JsonResponse({**said, "id_token": token})


def _lies(request: Any) -> Any:
    from django.http import JsonResponse

    LIES.clear()
    LIES.update(json.loads(request.body))
    return JsonResponse(LIES)


def _configuration(request: Any) -> Any:
    """Say of itself what allauth does, but for what is to be a lie."""
    from allauth.idp.oidc import views
    from django.http import HttpResponse, JsonResponse

    answer = views.configuration(request)
    if "document" in LIES:
        return HttpResponse(LIES["document"])
    return JsonResponse({**json.loads(answer.content), **LIES.get("metadata", {})})


def _sent_on(request: Any) -> Any:
    from django.http import HttpResponseRedirect

    return HttpResponseRedirect("/.well-known/openid-configuration")


def __getattr__(name: str) -> Any:
    """Give Django the routes once it was set up."""
    if name != "urlpatterns":
        raise AttributeError(name)
    from django.urls import include, path
    from django.views.decorators.csrf import csrf_exempt

    return [
        path("lies", csrf_exempt(_lies)),
        path("elsewhere/.well-known/openid-configuration", _sent_on),
        path(".well-known/openid-configuration", _configuration),
        path("identity/o/api/token", csrf_exempt(_token)),
        path("accounts/", include("allauth.account.urls")),
        path("", include("allauth.idp.urls")),
    ]


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


if __name__ == "__main__":
    _served(*sys.argv[1:])
