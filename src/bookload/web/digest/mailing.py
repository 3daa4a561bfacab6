"""Handing a mail to the mail server: over TLS unless it is this machine; what is not known is told apart."""

from __future__ import annotations

import ipaddress
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING

from bookload.base.errors import BookloadError, WorkspaceError
from bookload.report.letter import clean
from bookload.web.digest.models import Security
from bookload.web.sign_on.sealing import opened

if TYPE_CHECKING:
    from bookload.web.digest.models import Server

SECONDS = 20.0
PERMANENT = 500
SENT = 250


class NotSentError(BookloadError):
    """A mail that certainly did not go out; `for_good` where trying again would end the same."""

    def __init__(self, words: str, *, for_good: bool = False) -> None:
        """Say why in words."""
        super().__init__(words)
        self.for_good = for_good


class UnsureError(BookloadError):
    """The connection ended while the mail was handed over: it may have gone out, or not."""


@dataclass(frozen=True)
class Mail:
    """A mail before it is set: to one address, as `text` and `html`; `number` stays when tried again."""

    to: str
    subject: str
    text: str
    html: str
    number: str


def is_here(host: str) -> bool:
    """Return whether a host is this machine, to which a mail may go without TLS."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


def message(mail: Mail, sender: str, now: datetime) -> EmailMessage:
    """Return a mail as it is sent; a header that would be two is refused, and no name makes one."""
    made = EmailMessage(policy=SMTP)
    made["From"] = Address(display_name="Bookload", addr_spec=sender)
    made["To"] = Address(addr_spec=mail.to)
    made["Subject"] = clean(mail.subject)[:200]
    made["Date"] = format_datetime(now)
    made["Message-ID"] = f"<{mail.number}@{sender.rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(mail.text, charset="utf-8", cte="quoted-printable")
    made.add_alternative(mail.html, subtype="html", charset="utf-8", cte="quoted-printable")
    return made


def send(server: Server, mail: Mail, now: datetime) -> None:
    """Send a mail; raise `NotSentError` where it did not go out, `UnsureError` where nobody can tell."""
    content = message(mail, server.sender, now).as_bytes()
    with _connected(server) as smtp:
        _said(smtp.mail(server.sender), "the sender")
        _said(smtp.rcpt(mail.to), "the address")
        try:
            _said(smtp.data(content), "the mail")
        except (OSError, smtplib.SMTPServerDisconnected) as error:
            raise UnsureError("the connection ended while the mail was handed over") from error


@contextmanager
def _connected(server: Server) -> Iterator[smtplib.SMTP]:
    """Connect, sign in, and say goodbye; what the server says to a password is told to nobody."""
    try:
        smtp = _open(server)
    except smtplib.SMTPAuthenticationError as error:
        raise NotSentError(f"the server does not take this user and password ({error.smtp_code})") from error
    except smtplib.SMTPNotSupportedError as error:
        raise NotSentError(
            "the server offers no STARTTLS, or no sign-in over it; nothing was sent"
        ) from error
    except ssl.SSLCertVerificationError as error:
        raise NotSentError(
            f"the server's certificate is not that of the host: {error.verify_message}"
        ) from error
    except (OSError, smtplib.SMTPException) as error:
        raise NotSentError(f"the server cannot be reached ({type(error).__name__})") from error
    try:
        yield smtp
    except smtplib.SMTPServerDisconnected as error:
        raise NotSentError("the server ended the connection") from error
    finally:
        try:
            smtp.quit()
        except (OSError, smtplib.SMTPException):
            smtp.close()


def _open(server: Server) -> smtplib.SMTP:
    if server.security == Security.NONE and not is_here(server.host):
        raise NotSentError("without TLS mail goes to this machine alone", for_good=True)
    context = ssl.create_default_context()
    if server.security == Security.TLS:
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=context)
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
    try:
        if server.security == Security.STARTTLS:
            smtp.starttls(context=context)
        smtp.ehlo_or_helo_if_needed()
        if server.user:
            smtp.login(server.user, password_of(server))
    except BaseException:
        smtp.close()
        raise
    return smtp


def password_of(server: Server) -> str:
    """Return the password; raise `NotSentError` where the workspace's secret is another since it was set."""
    try:
        return opened(server.password)
    except WorkspaceError:
        raise NotSentError(
            "the mail server's password has to be entered again under Settings, Mail"
        ) from None


def _said(answer: tuple[int, bytes], what: str) -> None:
    code, _ = answer
    if not SENT <= code < SENT + 10:
        raise NotSentError(f"the server refused {what} ({code})", for_good=code >= PERMANENT)
