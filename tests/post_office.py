"""A real mail server on this machine: it keeps what it takes, over TLS or not, with a password or without."""

from __future__ import annotations

import asyncio
import ssl
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "bookload", "s3cret-of-the-post"


@dataclass
class Box:
    """What arrived: addressees and bytes; `refuses` is what the next mails are answered."""

    port: int = 0
    mails: list[tuple[list[str], bytes]] = field(default_factory=list)
    refuses: list[str] = field(default_factory=list)
    signed_in: list[bytes] = field(default_factory=list)

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _server: object, _session: object, envelope: Any
    ) -> str:
        """Take a mail, or refuse it."""
        if self.refuses:
            return self.refuses.pop(0)
        self.mails.append((list(envelope.rcpt_tos), bytes(envelope.content)))
        return "250 taken"

    def read(self, number: int = -1) -> EmailMessage:
        """One of the mails, parsed as a mail program does."""
        return message_from_bytes(self.mails[number][1], policy=default)

    def authenticate(
        self, _server: SMTP, _session: object, _envelope: object, _how: str, data: object
    ) -> AuthResult:
        """Take the one user and password."""
        assert isinstance(data, LoginPassword)
        self.signed_in.append(data.login)
        return AuthResult(success=(data.login, data.password) == (USER.encode(), PASSWORD.encode()))


@contextmanager
def post_office(over: ssl.SSLContext | None = None, **how: Any) -> Iterator[Box]:
    """Run the server while the block runs, over TLS from the beginning or not; `how` is aiosmtpd's."""
    box, loop = Box(), asyncio.new_event_loop()
    if how.get("auth_required"):
        how["authenticator"] = box.authenticate

    def served() -> SMTP:
        with warnings.catch_warnings():
            # It warns of passwords without STARTTLS, and does not see that there is TLS from the beginning.
            warnings.simplefilter("ignore", UserWarning)
            return SMTP(box, hostname="127.0.0.1", loop=loop, **how)

    server = loop.run_until_complete(loop.create_server(served, "127.0.0.1", 0, ssl=over))
    box.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, name="post office", daemon=True)
    thread.start()
    try:
        yield box
    finally:
        asyncio.run_coroutine_threadsafe(_closed(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _closed(server: asyncio.Server) -> None:
    """Close the server, and end what still talks."""
    server.close()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate of 127.0.0.1, as a file to trust, and the context that serves with it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)  # noqa: TID251 - of a certificate that has to hold now
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "cert.pem", folder / "key.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return public, context
