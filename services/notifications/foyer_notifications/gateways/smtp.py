"""Mail by SMTP: one connection for each mail, encrypted unless told otherwise."""

import asyncio
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

import aiosmtplib
from aiosmtplib.response import SMTPResponse
from foyer_shared.basics.clock import real_now

from foyer_notifications.domain.bounces import refuses_address
from foyer_notifications.domain.mail import Mail
from foyer_notifications.gateways.mail_gateway import MailNotTaken, MailPerhapsTaken

Encryption = Literal["starttls", "tls", "none"]
_PORTS: dict[Encryption, int] = {"starttls": 587, "tls": 465, "none": 25}


class _WholeLink(str):
    """A header that stays one line: the library would fold a long link into encoded words, which nobody can
    open. It hands the folding to whatever has a name of its own.
    """

    __slots__ = ()
    name = "List-Unsubscribe"

    def fold(self, *, policy: Policy) -> str:
        """The line, under any policy."""
        return f"{self.name}: {self}{policy.linesep}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where mail is handed in. `starttls` is asked for and insisted on, `tls` is encrypted from the start."""

    host: str
    port: int
    encryption: Encryption
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    trust: ssl.SSLContext | None = None
    """Whom to believe; None: the system's certificate authorities."""

    @classmethod
    def from_url(cls, url: str, encryption: Encryption) -> "MailServer":
        """Read `smtp://user:password@host:port`; ValueError for anything else."""
        parts = urlsplit(url)
        if parts.scheme != "smtp" or parts.hostname is None:
            raise ValueError("a mail server is written smtp://user:password@host:port")
        return cls(
            host=parts.hostname,
            port=parts.port or _PORTS[encryption],
            encryption=encryption,
            username=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
        )


class _Connection(aiosmtplib.SMTP):
    """A connection for one mail that knows how far the mail has come."""

    has_left = False
    """The server has been given all of it."""
    is_taken = False
    """It has answered that it keeps it."""

    async def data(self, *args: Any, **options: Any) -> Any:
        """Hand the mail over, once the server has said that it may come."""
        protocol = self.protocol
        if protocol is None:
            return await super().data(*args, **options)
        write = protocol.write
        protocol.write = self._noticing(write)  # type: ignore[method-assign,assignment]  # No hook.
        try:
            answer = await super().data(*args, **options)
        finally:
            protocol.write = write  # type: ignore[method-assign]  # The goodbye is no mail.
        self.is_taken = True
        return answer

    def _noticing(self, write: Callable[[bytes], None]) -> Callable[[bytes], None]:
        def noticing(sent: bytes) -> None:
            # What follows the command is the mail.
            self.has_left = self.has_left or sent != b"DATA\r\n"
            write(sent)

        return noticing


class SmtpGateway:
    """Hands mails to a mail server, each within `seconds`."""

    def __init__(self, server: MailServer, *, sender: str, seconds: float = 30) -> None:
        """`sender` is the address mails come from; the name beside it is the business's."""
        self._server = server
        self._sender = sender
        self._seconds = seconds

    async def deliver(self, mail: Mail) -> None:
        """Returns once the server has accepted it. Only what it says of address or words is permanent."""
        letter = self._letter(mail)
        connection, refused_by = self._connection(), dict[str, SMTPResponse]()
        try:
            async with asyncio.timeout(self._seconds), connection:
                refused_by, _ = await connection.send_message(letter, sender=self._sender)
        except aiosmtplib.SMTPRecipientsRefused as refused:
            first = refused.recipients[0]
            raise _refusal(first, bounced=refuses_address(first.code, first.message)) from refused
        except aiosmtplib.SMTPDataError as refused:
            raise _refusal(refused) from refused
        except aiosmtplib.SMTPResponseException as refused:
            raise MailNotTaken(f"the mail server answered {refused.code}") from refused
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as failure:
            if not connection.is_taken:  # Else only the goodbye was lost.
                raise _loss(connection, failure) from failure
        if mail.to in refused_by:  # Those in copy have it.
            answer = refused_by[mail.to]
            raise _refusal(answer, bounced=refuses_address(answer.code, answer.message))

    def _connection(self) -> "_Connection":
        return _Connection(
            hostname=self._server.host,
            port=self._server.port,
            username=self._server.username,
            password=self._server.password,
            use_tls=self._server.encryption == "tls",
            start_tls=self._server.encryption == "starttls",
            local_hostname=self._sender.rpartition("@")[2],
            tls_context=self._server.trust,
            timeout=self._seconds,
        )

    def _letter(self, mail: Mail) -> EmailMessage:
        letter = EmailMessage(policy=SMTP)
        try:
            letter["To"] = Address(addr_spec=mail.to)
            if mail.cc:
                letter["Cc"] = [Address(addr_spec=copy) for copy in mail.cc]
        except (ValueError, IndexError, HeaderParseError) as wrong:
            raise MailNotTaken("the address is not one", permanent=True) from wrong
        letter["From"] = Address(_one_line(mail.sender_name), addr_spec=self._sender)
        letter["Reply-To"] = mail.reply_to
        letter["Subject"] = _one_line(mail.content.subject)
        letter["Date"] = format_datetime(real_now())
        letter["Message-ID"] = mail.message_id
        if mail.thread:
            letter["In-Reply-To"] = letter["References"] = mail.thread
        if mail.unsubscribe:
            # RFC 8058: a mail program may send its form to this address, without asking anybody more.
            letter[_WholeLink.name] = _WholeLink(f"<{mail.unsubscribe}>")
            letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(mail.content.text)
        letter.add_alternative(mail.content.html, subtype="html")
        # Only now: what is set before belongs to the first part.
        letter["Content-Language"] = mail.language
        return letter


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _loss(connection: _Connection, failure: Exception) -> MailNotTaken:
    name = type(failure).__name__
    if connection.has_left:
        return MailPerhapsTaken(f"the mail server did not answer to the mail ({name})")
    return MailNotTaken(f"the mail server cannot be reached ({name})")


def _refusal(
    refused: aiosmtplib.SMTPResponseException | SMTPResponse, *, bounced: bool = False
) -> MailNotTaken:
    permanent = refused.code >= 500  # noqa: PLR2004  RFC 5321 section 4.2.1.
    return MailNotTaken(
        f"the mail server answered {refused.code}", permanent=permanent, bounced=permanent and bounced
    )
