"""Mail to a real mail server (aiosmtpd): one that refuses, delays, drops, and one with TLS."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any

import pytest
import pytest_asyncio
from aiosmtpd.smtp import SMTP, Envelope, Session
from foyer_notifications.domain.mail import Mail
from foyer_notifications.gateways.mail_gateway import MailNotTaken, MailPerhapsTaken
from foyer_notifications.gateways.smtp import Encryption, MailServer, SmtpGateway

SENDER = "no-reply@northwind.example"


@dataclass
class Postbox:
    """What the server does with a mail, and the Message-IDs that it kept."""

    to_rcpt: str = "250 OK"
    to_data: str | None = "250 kept"
    drops: str = ""
    seconds: float = 0
    kept: list[str] = field(default_factory=list)
    encrypted: bool = False

    async def handle_RCPT(  # noqa: N802  aiosmtpd looks for this name.
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """The address."""
        if self.drops == "RCPT":
            _cut(server)
        if self.to_rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_rcpt

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """The mail, once all of it is there."""
        assert isinstance(envelope.content, bytes)
        self.encrypted = _transport(server).get_extra_info("sslcontext") is not None
        if str(self.to_data).startswith("250"):
            self.kept.append(str(message_from_bytes(envelope.content)["Message-ID"]))
        if self.drops == "DATA":
            _cut(server)
        await asyncio.sleep(self.seconds)
        return str(self.to_data)


def _transport(server: SMTP) -> asyncio.Transport:
    assert isinstance(server.transport, asyncio.Transport)
    return server.transport


def _cut(server: SMTP) -> None:
    _transport(server).abort()


Start = Callable[..., Awaitable[Callable[..., SmtpGateway]]]


@pytest_asyncio.fixture
async def start() -> AsyncIterator[Start]:
    """Starts a server; returns what makes a gateway to it."""
    servers = []

    async def start(
        postbox: Postbox,
        *,
        tls: ssl.SSLContext | None = None,
        starttls: ssl.SSLContext | None = None,
    ) -> Callable[..., SmtpGateway]:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(
            lambda: SMTP(postbox, loop=loop, tls_context=starttls, require_starttls=starttls is not None),
            "127.0.0.1",
            0,
            ssl=tls,
        )
        servers.append(server)
        port = server.sockets[0].getsockname()[1]

        def gateway(encryption: Encryption = "none", *, seconds: float = 5, **more: Any) -> SmtpGateway:
            at = MailServer(host="localhost", port=port, encryption=encryption, **more)
            return SmtpGateway(at, sender=SENDER, seconds=seconds)

        return gateway

    yield start
    for server in servers:
        server.close()


async def test_it_keeps_a_mail(start: Start, mail: Mail) -> None:
    postbox = Postbox()
    await (await start(postbox))().deliver(mail)
    assert (postbox.kept, postbox.encrypted) == ([mail.message_id], False)


@pytest.mark.parametrize("encryption", ["starttls", "tls"])
async def test_it_is_spoken_to_in_secret_and_by_its_certificate(
    start: Start, mail: Mail, certificate: Any, encryption: Encryption
) -> None:
    postbox = Postbox()
    gateway = await start(postbox, **{encryption: certificate.server})
    with pytest.raises(MailNotTaken) as refusal:
        await gateway(encryption).deliver(mail)
    assert (refusal.value.permanent, postbox.kept) == (False, [])
    await gateway(encryption, trust=certificate.client).deliver(mail)
    assert (postbox.kept, postbox.encrypted) == ([mail.message_id], True)


@pytest.mark.parametrize(
    ("answers", "permanent", "bounced"),
    [
        ({"to_rcpt": "550 5.1.1 no such user"}, True, True),
        ({"to_rcpt": "550 5.7.1 not from you"}, True, False),
        ({"to_rcpt": "452 4.2.2 mailbox full"}, False, False),
        ({"to_data": "554 5.6.0 looks like spam"}, True, False),
        ({"to_data": "451 4.3.0 try later"}, False, False),
    ],
)
async def test_it_refuses(
    start: Start, mail: Mail, answers: dict[str, str], permanent: bool, bounced: bool
) -> None:
    postbox = Postbox(**answers)  # type: ignore[arg-type]
    with pytest.raises(MailNotTaken) as refusal:
        await (await start(postbox))().deliver(mail)
    assert not isinstance(refusal.value, MailPerhapsTaken)
    assert (refusal.value.permanent, refusal.value.bounced) == (permanent, bounced)
    assert postbox.kept == []


async def test_it_drops_the_line_before_it_has_the_mail(start: Start, mail: Mail) -> None:
    postbox = Postbox(drops="RCPT")
    with pytest.raises(MailNotTaken) as refusal:
        await (await start(postbox))().deliver(mail)
    assert not isinstance(refusal.value, MailPerhapsTaken)
    assert (refusal.value.permanent, postbox.kept) == (False, [])


@pytest.mark.parametrize("postbox", [Postbox(drops="DATA"), Postbox(seconds=2)], ids=["drops", "delays"])
async def test_it_has_the_mail_and_does_not_say_so(start: Start, mail: Mail, postbox: Postbox) -> None:
    with pytest.raises(MailPerhapsTaken):
        await (await start(postbox))(seconds=0.5).deliver(mail)
    assert postbox.kept == [mail.message_id]
