"""A mail server in the test's own process, and a mail to hand in."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from foyer_notifications.domain.business import Business
from foyer_notifications.domain.mail import Content, Mail
from foyer_notifications.gateways.smtp import Encryption, MailServer
from foyer_shared.basics.clock import real_now
from foyer_shared.testing.makers import NORTHWIND


@dataclass
class SmtpServer:
    """Speaks as much SMTP as a client needs; `answers` replaces the answer to a command, None hangs."""

    answers: dict[str, str | None] = field(default_factory=dict)
    starttls: ssl.SSLContext | None = None
    port: int = 0
    received: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    was_encrypted: bool = False

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One client's conversation."""
        try:
            await self._converse(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.test\r\n")
        while line := await reader.readline():
            command = line.split(b":")[0].split()[0].decode().upper()
            self.commands.append(line.decode().strip())
            answer = self.answers.get(command, self._usual(command))
            if answer is None:
                await asyncio.Event().wait()
            writer.write(f"{answer}\r\n".encode())
            await writer.drain()
            if command == "STARTTLS" and self.starttls:
                await writer.start_tls(self.starttls)
                self.starttls, self.was_encrypted = None, True
            if command == "DATA" and str(answer).startswith("354"):
                await self._take(reader, writer)
            if command == "QUIT":
                return

    def _usual(self, command: str) -> str:
        extensions = "250-mail.test\r\n250-AUTH PLAIN\r\n"
        offer = "250-STARTTLS\r\n" if self.starttls else ""
        usual = {
            "EHLO": f"{extensions}{offer}250 8BITMIME",
            "STARTTLS": "220 go ahead",
            "AUTH": "235 welcome",
            "DATA": "354 go ahead",
            "QUIT": "221 bye",
        }
        return usual.get(command, "250 fine")

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        letter = await reader.readuntil(b"\r\n.\r\n")
        answer = self.answers.get("BODY", "250 queued")
        if str(answer).startswith("250"):
            parsed = BytesParser(policy=default).parsebytes(letter.removesuffix(b".\r\n"))
            assert isinstance(parsed, EmailMessage)
            self.received.append(parsed)
            self.raw.append(letter)
        writer.write(f"{answer}\r\n".encode())


@dataclass(frozen=True)
class Certificate:
    """A certificate for localhost: what the server shows, and what a client trusts because of it."""

    server: ssl.SSLContext
    client: ssl.SSLContext


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """Signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(real_now() - timedelta(days=1))
        .not_valid_after(real_now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path: Path = tmp_path_factory.mktemp("tls") / "server.pem"
    path.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + signed.public_bytes(Encoding.PEM)
    )
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(path)
    return Certificate(server, ssl.create_default_context(cadata=signed.public_bytes(Encoding.PEM).decode()))


@pytest_asyncio.fixture
async def start_smtp() -> AsyncIterator[Callable[..., Any]]:
    """Starts mail servers on free ports; `tls` is a server's context for encryption from the start."""
    async with AsyncExitStack() as running:

        async def start(server: SmtpServer, tls: ssl.SSLContext | None = None) -> SmtpServer:
            listening = await asyncio.start_server(server.serve, "127.0.0.1", 0, ssl=tls)
            running.callback(listening.close)
            server.port = listening.sockets[0].getsockname()[1]
            return server

        yield start


@pytest_asyncio.fixture
async def smtp(start_smtp: Callable[..., Any]) -> SmtpServer:
    """A mail server without encryption that takes everything."""
    server: SmtpServer = await start_smtp(SmtpServer())
    return server


@pytest.fixture
def at() -> Callable[..., MailServer]:
    """How a client reaches one of the servers."""

    def at(server: SmtpServer, encryption: Encryption = "none", **more: Any) -> MailServer:
        return MailServer(host="localhost", port=server.port, encryption=encryption, **more)

    return at


@pytest.fixture
def mail(business: Business) -> Mail:
    """A mail to Ada."""
    return Mail(
        message_id="<msg_1@localhost>",
        business_id=NORTHWIND,
        kind="subscription_paused",
        to="ada@example.com",
        language="nl-BE",
        sender_name="Söhne & Co",
        reply_to=business.support_email,
        content=Content("Überblick", "Text with ünicode\n", "<p>Text with ünicode</p>"),
    )
