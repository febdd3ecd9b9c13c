"""The mailbox that answers come to, by IMAP; in threads, as the library waits for its server."""

import asyncio
import contextlib
import re
import ssl
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import unquote, urlsplit

from imap_tools.mailbox import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted

from foyer_support.domain.inbound_mail import LARGEST_MAIL

Encryption = Literal["tls", "starttls", "none"]
_PORTS: dict[Encryption, int] = {"tls": 993, "starttls": 143, "none": 143}
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapServer:
    """Where the mailbox is. `tls` is encrypted from the start, `starttls` is asked for and insisted on."""

    host: str
    port: int
    encryption: Encryption
    username: str
    password: str = field(repr=False)
    folder: str
    trust: ssl.SSLContext | None = None
    """Whom to believe; None: the system's certificate authorities."""

    @classmethod
    def from_url(cls, url: str, encryption: Encryption, folder: str) -> "ImapServer":
        """Read `imap://user:password@host:port`; ValueError for anything else."""
        parts = urlsplit(url)
        if parts.scheme != "imap" or not (parts.hostname and parts.username and parts.password):
            raise ValueError("a mailbox is written imap://user:password@host:port")
        return cls(
            host=parts.hostname,
            port=parts.port or _PORTS[encryption],
            encryption=encryption,
            username=unquote(parts.username),
            password=unquote(parts.password),
            folder=folder,
        )


class ImapVisit:
    """A mailbox that is open."""

    def __init__(self, opened: BaseMailBox) -> None:
        self._opened = opened

    async def waiting(self, *, limit: int) -> list[str]:
        """The mails in its folder, the oldest first."""
        return (await asyncio.to_thread(self._opened.uids, "ALL", None))[:limit]

    async def fetch(self, uid: str) -> bytes | None:
        """One of them as it came, still unread; None for one that is too large."""
        return await asyncio.to_thread(self._fetch, uid)

    async def put_aside(self, uid: str, folder: str) -> None:
        """Into another folder, which is made when it is not there."""
        await asyncio.to_thread(self._put_aside, uid, folder)

    def _fetch(self, uid: str) -> bytes | None:
        _, told = self._opened.client.uid("FETCH", uid, "(RFC822.SIZE)")
        size = _SIZE.search(told[0] if told and isinstance(told[0], bytes) else b"")
        if size is None or int(size[1]) > LARGEST_MAIL:
            return None
        _, told = self._opened.client.uid("FETCH", uid, "(BODY.PEEK[])")
        return next((part[1] for part in told if isinstance(part, tuple)), None)

    def _put_aside(self, uid: str, folder: str) -> None:
        if not self._opened.folder.exists(folder):
            self._opened.folder.create(folder)
        self._opened.move(uid, folder)


class ImapMailbox:
    """Visited now and then; nothing of it is kept open in between."""

    def __init__(self, server: ImapServer, *, seconds: float = 30) -> None:
        """`seconds` is how long the server may take for each answer."""
        self._server = server
        self._seconds = seconds

    @contextlib.asynccontextmanager
    async def visit(self) -> AsyncIterator[ImapVisit]:
        """Raises OSError, imaplib's error or imap-tools' when it cannot be opened."""
        opened = await asyncio.to_thread(self._open)
        try:
            yield ImapVisit(opened)
        finally:
            with contextlib.suppress(Exception):  # Only the goodbye is lost.
                await asyncio.to_thread(opened.logout)

    def _open(self) -> BaseMailBox:
        server = self._server
        opened = _OPENED[server.encryption](server, self._seconds)
        try:
            return opened.login(server.username, server.password, initial_folder=server.folder)
        except BaseException:
            opened.client.shutdown()
            raise


def _trust(server: ImapServer) -> ssl.SSLContext:
    # The library believes everybody unless it is told whom.
    return server.trust or ssl.create_default_context()


_OPENED: dict[Encryption, Callable[[ImapServer, float], BaseMailBox]] = {
    "tls": lambda server, seconds: MailBox(server.host, server.port, seconds, ssl_context=_trust(server)),
    "starttls": lambda server, seconds: MailBoxStartTls(server.host, server.port, seconds, _trust(server)),
    "none": lambda server, seconds: MailBoxUnencrypted(server.host, server.port, seconds),
}
