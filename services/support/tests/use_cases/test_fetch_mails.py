"""The mailbox that answers come to, on a real IMAP server."""

import asyncio
import contextlib
import imaplib
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.reply_address import ReplyAddresses
from foyer_shared.files.errors import FilesAway
from foyer_shared.files.settings import FilesSettings
from foyer_shared.local_servers.processes import free_port
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, NORTHWIND
from foyer_support.domain.ticket import Ticket
from foyer_support.gateways.attachment_store import AttachmentStore
from foyer_support.gateways.imap import Encryption, ImapMailbox, ImapServer
from foyer_support.storage.rows import BusinessRow, CustomerRow, ReplyRow
from foyer_support.storage.turns import alone_at
from foyer_support.use_cases.fetch_mails import FAILED, TAKEN, fetch_mails
from foyer_support.use_cases.take_mail import LetterBox
from imap_tools.errors import MailboxLoginError
from imap_tools.mailbox import MailBoxUnencrypted
from sqlalchemy import select
from sqlmodel import col

OpenTicket = Callable[..., Awaitable[Ticket]]
INBOX = "Replies"
ADDRESSES = ReplyAddresses("reply@mail.example", ["k" * 32])


class Broken(AttachmentStore):
    """A store that fails in a way of its own."""

    def __init__(self, failure: Exception) -> None:
        super().__init__(FilesSettings.model_construct())
        self._failure = failure

    async def keep(self, *_: Any) -> Any:
        raise self._failure


@pytest_asyncio.fixture
async def server() -> AsyncIterator[ImapServer]:
    """An IMAP server in a process of its own, with an empty folder."""
    port = free_port()
    arguments = ["--no-tls", "dict", "--demo-data", "--demo-user", "foyer", "--demo-password", "secret"]
    process = await asyncio.create_subprocess_exec(
        Path(sys.executable).with_name("pymap"),
        *("--host", "127.0.0.1", "--port", str(port)),
        *arguments,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    server = ImapServer(
        host="127.0.0.1", port=port, encryption="none", username="foyer", password="secret", folder=INBOX
    )
    async with asyncio.timeout(60):
        while True:
            with contextlib.suppress(OSError):
                await asyncio.to_thread(in_mailbox, server, lambda opened: opened.folder.create(INBOX))
                break
            await asyncio.sleep(0.1)
    yield server
    process.terminate()
    await process.wait()


def in_mailbox(server: ImapServer, do: Callable[[MailBoxUnencrypted], Any]) -> Any:
    with MailBoxUnencrypted(server.host, server.port).login("foyer", "secret", None) as opened:
        return do(opened)


@pytest_asyncio.fixture
async def ticket(database: Database, a_ticket: OpenTicket) -> Ticket:
    """A ticket of Ada's, who is known."""
    async with database.session() as session:
        session.add(
            CustomerRow(
                id=ADA, version=1, business_id=NORTHWIND, name="Ada", language="en", email="ada@example.com"
            )
        )
        session.add(BusinessRow(id=NORTHWIND, version=1, name="Northwind", clock_offset=86_400))
    return await a_ticket(now=real_now())


@pytest.fixture
def box(database: Database, tmp_path: Path) -> LetterBox:
    """What mails are taken with."""
    files = FilesSettings.model_construct(files_url=tmp_path.as_uri())
    return LetterBox(database, AttachmentStore(files), ADDRESSES)


@pytest.fixture
def arrive(server: ImapServer) -> Callable[..., Awaitable[None]]:
    """Lets a mail come in, to a ticket or to nobody."""

    async def deliver(ticket: Ticket | None, text: str = "It is off.", *, picture: bool = False) -> None:
        mail = EmailMessage()
        mail["From"], mail["Message-ID"] = "ada@example.com", f"<{len(text)}@example.com>"
        mail["To"] = ADDRESSES.of(ticket.id) if ticket else "reply@mail.example"
        mail.set_content(text)
        if picture:
            mail.add_attachment(b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "image", "png", filename="lamp.png")
        await asyncio.to_thread(in_mailbox, server, lambda opened: opened.append(mail.as_bytes(), INBOX))

    return deliver


@pytest.fixture
def folders(server: ImapServer) -> Callable[[], Awaitable[tuple[int, ...]]]:
    """How many mails lie in the inbox, among the taken and among the failed."""

    def count(opened: MailBoxUnencrypted) -> tuple[int, ...]:
        return tuple(
            opened.folder.status(name)["MESSAGES"] if opened.folder.exists(name) else 0
            for name in (INBOX, TAKEN, FAILED)
        )

    async def counted() -> tuple[int, ...]:
        found: tuple[int, ...] = await asyncio.to_thread(in_mailbox, server, count)
        return found

    return counted


@pytest.fixture
def replies(database: Database) -> Callable[[], Awaitable[list[ReplyRow]]]:
    """What stands on tickets."""

    async def read() -> list[ReplyRow]:
        async with database.session() as session:
            return list(await session.scalars(select(ReplyRow).order_by(col(ReplyRow.id))))

    return read


async def test_mails_are_taken_once_and_put_aside(
    server: ImapServer, box: LetterBox, ticket: Ticket, arrive: Any, folders: Any, replies: Any
) -> None:
    mailbox = ImapMailbox(server)
    assert await fetch_mails(box, mailbox, {}) == 0
    await arrive(ticket, "It is off.", picture=True)
    await arrive(ticket, "It is off.", picture=True)
    await arrive(None, "Buy lamps!")
    assert await fetch_mails(box, mailbox, {}) == 3
    assert await folders() == (0, 2, 1)
    (reply,) = await replies()
    assert (reply.text, reply.ticket_id, reply.actor) == ("It is off.", ticket.id, "system:mail")
    late = reply.at - real_now()
    assert timedelta(hours=23, minutes=55) < late <= timedelta(days=1)
    assert await fetch_mails(box, mailbox, {}) == 0


async def test_one_that_is_too_large_is_not_fetched(
    server: ImapServer,
    box: LetterBox,
    ticket: Ticket,
    arrive: Any,
    folders: Any,
    replies: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("foyer_support.gateways.imap.LARGEST_MAIL", 1_000)
    await arrive(ticket, "a" * 70 + ("\n" + "b" * 70) * 20)
    await arrive(ticket)
    assert await fetch_mails(box, ImapMailbox(server), {}) == 2
    assert (await folders(), len(await replies())) == ((0, 1, 1), 1)


async def test_one_that_fails_is_put_aside_after_five_tries_and_holds_up_nobody(
    server: ImapServer, box: LetterBox, ticket: Ticket, arrive: Any, folders: Any, replies: Any
) -> None:
    broken, tries = replace(box, store=Broken(RuntimeError("broken"))), dict[str, int]()
    await arrive(ticket, "With a picture.", picture=True)
    await arrive(ticket, "Without.")
    done = [await fetch_mails(broken, ImapMailbox(server), tries) for _ in range(6)]
    assert done == [1, 0, 0, 0, 1, 0]
    assert (await folders(), tries) == ((0, 1, 1), {})
    assert [reply.text for reply in await replies()] == ["Without."]


async def test_while_the_store_is_away_no_try_is_spent(
    server: ImapServer, box: LetterBox, ticket: Ticket, arrive: Any, folders: Any, replies: Any
) -> None:
    away, tries = replace(box, store=Broken(FilesAway("away"))), dict[str, int]()
    await arrive(ticket, "With a picture.", picture=True)
    assert [await fetch_mails(away, ImapMailbox(server), tries) for _ in range(6)] == [0] * 6
    assert (await folders(), tries) == ((1, 0, 0), {})
    assert await fetch_mails(box, ImapMailbox(server), tries) == 1
    assert [reply.text for reply in await replies()] == ["With a picture."]


async def test_one_process_reads_at_a_time(
    server: ImapServer, box: LetterBox, ticket: Ticket, arrive: Any, folders: Any
) -> None:
    await arrive(ticket)
    async with alone_at(box.database, "mailbox") as alone:
        assert alone
        assert await fetch_mails(box, ImapMailbox(server), {}) == 0
    assert await folders() == (1, 0, 0)
    assert await fetch_mails(box, ImapMailbox(server), {}) == 1


async def test_a_mailbox_that_does_not_open_fails_the_job(server: ImapServer, box: LetterBox) -> None:
    with pytest.raises(MailboxLoginError):
        await fetch_mails(box, ImapMailbox(replace(server, password="wrong")), {})
    with pytest.raises(OSError, match="refused"):
        await fetch_mails(box, ImapMailbox(replace(server, port=1)), {})


@pytest.mark.filterwarnings("ignore:Exception ignored in.*socket:pytest.PytestUnraisableExceptionWarning")
async def test_encryption_is_insisted_on(server: ImapServer, box: LetterBox) -> None:
    encrypted: tuple[Encryption, ...] = ("tls", "starttls")
    for encryption in encrypted:  # The library leaves its socket to be collected.
        with pytest.raises((imaplib.IMAP4.error, OSError)):
            await fetch_mails(box, ImapMailbox(replace(server, encryption=encryption)), {})
