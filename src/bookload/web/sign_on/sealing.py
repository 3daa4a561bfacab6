"""The provider's secret, sealed by the workspace's own: the database alone gives it to nobody."""

from __future__ import annotations

from django.utils.crypto import salted_hmac
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from bookload.base.errors import WorkspaceError

HEADER = {"alg": "dir", "enc": "A256GCM"}
ALGORITHMS = ["dir", "A256GCM"]


def sealed(secret: str) -> str:
    """Return a secret so that only this workspace opens it; nothing of nothing."""
    return jwe.encrypt_compact(HEADER, secret, _key(), algorithms=ALGORITHMS) if secret else ""


def opened(text: str) -> str:
    """Return the secret; raise `WorkspaceError` where the workspace's own was changed since."""
    if not text:
        return ""
    try:
        found = jwe.decrypt_compact(text, _key(), algorithms=ALGORITHMS).plaintext
    except (JoseError, ValueError) as error:
        raise WorkspaceError(
            "the secret of single sign-on was sealed by another workspace's; an admin has to enter it again "
            "under Settings, Single sign-on"
        ) from error
    return (found or b"").decode()


def _key() -> OctKey:
    return OctKey.import_key(salted_hmac("bookload.sign_on", "secret", algorithm="sha256").digest())
