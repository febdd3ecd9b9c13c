"""Answers by mail at their door: whose they are, what is kept of them, and all that is refused."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import pytest_asyncio
import structlog
from foyer_shared.basics.reply_address import ReplyAddresses
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.notifications import (
    ContactConfirmed,
    ContactData,
    ContactRemoved,
    ContactUpdated,
)
from foyer_shared.messaging.dispatcher import Dispatcher
from foyer_shared.messaging.transport import Delivery, Done, Message
from foyer_shared.service import Service
from foyer_shared.storage.database import Database
from foyer_shared.testing.callers import a_caller, client_for
from foyer_shared.testing.makers import ADA, CONTOSO, NORTHWIND, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_support.domain.ticket import Ticket
from foyer_support.messages import HANDLERS
from foyer_support.settings import Settings
from foyer_support.storage.rows import CustomerRow
from foyer_support.use_cases.forget_customer import forget_customer
from foyer_support.wiring import build
from httpx import AsyncClient, Response
from prometheus_client import REGISTRY

Client = Callable[..., AsyncClient]
OpenTicket = Callable[..., Awaitable[Ticket]]
Stored = Callable[..., Awaitable[str]]
Write = Callable[..., EmailMessage]

MAILS = Path(__file__).parents[1] / "mails"
DOOR = "/v1/inbound-mail"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
ZIP = b"PK\x03\x04" + b"\0" * 40


@pytest_asyncio.fixture(autouse=True)
async def ada(database: Database) -> None:
    """The copy of Ada, with the address that mails go to."""
    async with database.session() as session:
        session.add(
            CustomerRow(
                id=ADA,
                version=1,
                business_id=NORTHWIND,
                name="Ada",
                language="en",
                email="ada@example.com",
            )
        )


@pytest.fixture
def addresses(service: Service) -> ReplyAddresses:
    """As notifications makes them."""
    settings = service.settings
    assert isinstance(settings, Settings)
    assert settings.reply_addresses is not None
    return settings.reply_addresses


@pytest.fixture
def write(addresses: ReplyAddresses) -> Write:
    """Writes a mail of Ada's about a ticket, or another's."""

    def mail(
        ticket: Ticket, text: str = "It is off.", *, sender: str = "ada@example.com", **headers: str
    ) -> Any:
        letter = EmailMessage()
        letter["From"], letter["To"] = sender, addresses.of(ticket.id)
        letter["Message-ID"] = f"<{ticket.id}@example.com>"
        for name, value in headers.items():
            del letter[name.replace("_", "-")]
            letter[name.replace("_", "-")] = value
        letter.set_content(text)
        return letter

    return mail


@pytest_asyncio.fixture
async def files(service: Service) -> AsyncIterator[Callable[[], int]]:
    """How many files lie in the store."""
    settings = service.settings
    assert isinstance(settings, Settings)
    folder = Path(unquote(urlsplit(settings.files_url).path)) / "support" / "attachments"
    for file in folder.glob("*"):
        await asyncio.to_thread(file.unlink)
    yield lambda: len([file for file in folder.glob("*") if file.is_file()]) if folder.exists() else 0


async def send(client: AsyncClient, mail: EmailMessage | bytes) -> Response:
    """As a mail server's program sends it."""
    raw = mail if isinstance(mail, bytes) else mail.as_bytes()
    return await client.post(DOOR, content=raw, headers={"content-type": "message/rfc822"})


def counted(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(f"foyer_inbound_mails_{name}_total", labels) or 0


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("gmail", "It is *off* \u2013 grüße.\n\n- at six"),
        ("apple", "See the picture."),
        ("winmail", "See the file."),
    ],
)
async def test_an_answer_of_a_mail_program_is_a_reply(
    by_business: Client,
    by_customer: Client,
    a_ticket: OpenTicket,
    addresses: ReplyAddresses,
    database: Database,
    name: str,
    words: str,
) -> None:
    ticket = await a_ticket()
    raw = (MAILS / f"{name}.eml").read_bytes().replace(b"REPLY_ADDRESS", addresses.of(ticket.id).encode())
    before = counted("taken", fate="reply")
    async with by_business(customer_id=None) as program, by_customer() as customer:
        taken = await send(program, raw)
        assert (taken.status_code, taken.json()) == (
            200,
            {"object": "inbound_mail", "fate": "reply", "ticket_id": ticket.id},
        )
        (reply,) = (await customer.get(f"/customer/tickets/{ticket.id}")).json()["replies"]
        whole = (await program.get(f"/v1/tickets/{ticket.id}")).json()
    assert (reply["text"], reply["by"], reply["author"]) == (words, "customer", "Ada")
    assert [file["name"] for file in reply["attachments"]] == (["Lampe grün.png"] if name == "apple" else [])
    assert [note["text"] for note in whole["notes"]] == (
        ["Came by mail and was not taken (kind, size or number): winmail.dat"] if name == "winmail" else []
    )
    assert counted("taken", fate="reply") == before + 1
    (envelope,) = [each for each in await announced(database) if each.type == "ticket.replied"]
    assert (envelope.data["by"], envelope.data["text"]) == ("customer", words)
    assert (envelope.customerid, str(envelope.actor)) == (ADA, "system:mail")


async def test_a_mail_that_comes_twice_is_one_reply_also_at_once(
    by_business: Client, a_ticket: OpenTicket, write: Write, files: Callable[[], int], stored: Stored
) -> None:
    ticket = await a_ticket()
    mail = write(ticket)
    mail.add_attachment(PNG, "image", "png", filename="lamp.png")
    async with by_business(customer_id=None) as program:
        answers = await asyncio.gather(*(send(program, mail) for _ in range(3)))
        assert sorted(answer.json()["fate"] for answer in answers) == ["repeat", "repeat", "reply"]
        before = await stored()
        assert (await send(program, mail)).json() == {
            "object": "inbound_mail",
            "fate": "repeat",
            "ticket_id": ticket.id,
        }
        assert await stored() == before
        assert len((await program.get(f"/v1/tickets/{ticket.id}")).json()["replies"]) == 1
    assert files() == 1


async def test_the_same_id_on_another_ticket_is_another_mail(
    by_business: Client, a_ticket: OpenTicket, write: Write
) -> None:
    one, other = await a_ticket(), await a_ticket()
    async with by_business(customer_id=None) as program:
        for ticket in (one, other):
            mail = write(ticket, Message_ID="<same@example.com>")
            assert (await send(program, mail)).json()["fate"] == "reply"


async def test_a_reply_within_14_days_reopens_and_a_later_one_is_refused(
    by_business: Client, resolved: OpenTicket, write: Write, stored: Stored
) -> None:
    young, old = await resolved(NOW - timedelta(days=14)), await resolved(NOW - timedelta(days=14, seconds=1))
    before_count = counted("refused", reason="resolved_too_long_ago")
    async with by_business(customer_id=None) as program:
        assert (await send(program, write(young))).json()["fate"] == "reply"
        assert (await program.get(f"/v1/tickets/{young.id}")).json()["status"] == "open"
        before = await stored()
        for sender in ("ada@example.com", "eve@example.com"):
            refused = await send(program, write(old, sender=sender))
            assert (refused.status_code, refused.json()["code"]) == (409, "resolved_too_long_ago")
    assert await stored() == before
    assert counted("refused", reason="resolved_too_long_ago") == before_count + 2


@pytest.mark.parametrize(
    "sender", ["Eve <eve@example.com>", "ada@example.com, eve@example.com", "ada@example.org"]
)
async def test_another_s_words_are_a_note_for_staff(
    by_business: Client,
    by_customer: Client,
    a_ticket: OpenTicket,
    write: Write,
    files: Callable[[], int],
    database: Database,
    sender: str,
) -> None:
    ticket = await a_ticket()
    mail = write(ticket, "I am Ada.", sender=sender)
    mail.add_attachment(PNG, "image", "png", filename="lamp.png")
    async with by_business(customer_id=None) as program, by_customer() as customer:
        for fate in ("note", "repeat"):
            assert (await send(program, mail)).json()["fate"] == fate
        whole = (await program.get(f"/v1/tickets/{ticket.id}")).json()
        seen = (await customer.get(f"/customer/tickets/{ticket.id}")).text
    (note,) = whole["notes"]
    said = note["text"].split("\n\n")
    assert said[0].startswith("By mail, from an address that is not the customer's: ")
    assert said[1:] == ["I am Ada.", "Not kept, as nobody knows who sent it: lamp.png"]
    assert (whole["replies"], whole["status"], files()) == ([], "open", 0)
    assert "I am Ada" not in seen
    assert [each.type for each in await announced(database)] == ["ticket.opened"]


async def test_contact_persons_who_get_such_mails_may_answer_them(
    by_business: Client, a_ticket: OpenTicket, write: Write, database: Database
) -> None:
    dispatcher, ticket = Dispatcher("support", database, HANDLERS), await a_ticket()

    async def hear(kind: Any, version: int, **changes: Any) -> None:
        contact = ContactData(
            contact_id="con_1",
            customer_id=ADA,
            name="Bo",
            email="bo@example.com",
            phone=None,
            role=None,
            billing=False,
            account=True,
            status="confirmed",
        ).model_copy(update=changes)
        event = kind(contact=contact)
        envelope = Envelope(
            id=f"evt_{version}",
            source="/notifications",
            type=event.type,
            time=NOW,
            subject="con_1",
            subjectversion=version,
            businessid=NORTHWIND,
            actor="system:test",
            businesstime=NOW,
            data=event.model_dump(mode="json"),
        )
        message = Message(envelope.id, envelope.routing_key(), envelope.model_dump_json().encode())
        assert await dispatcher.dispatch(Delivery(message, 1)) == Done()

    fates = []
    async with by_business(customer_id=None) as program:
        told: tuple[tuple[Any, dict[str, Any]], ...] = (
            (ContactConfirmed, {}),
            (ContactUpdated, {"account": False}),
            (ContactUpdated, {"email": "bo@example.com"}),
            (ContactUpdated, {"status": "declined"}),
            (ContactUpdated, {"status": "confirmed"}),
            (ContactRemoved, {}),
        )
        for version, (kind, changes) in enumerate(told):
            await hear(kind, version, **changes)
            mail = write(ticket, sender="BO@example.com", Message_ID=f"<{version}@example.com>")
            fates.append((await send(program, mail)).json()["fate"])
        await hear(ContactConfirmed, 0)
        mail = write(ticket, sender="bo@example.com", Message_ID="<late@example.com>")
        fates.append((await send(program, mail)).json()["fate"])
    assert fates == ["reply", "note", "reply", "note", "reply", "note", "note"]


@pytest.mark.parametrize(
    ("header", "value", "because"),
    [
        ("Auto-Submitted", "auto-replied", "auto-submitted"),
        ("Precedence", "bulk", "precedence"),
        ("From", "reply@mail.example", "own"),
    ],
)
async def test_what_a_program_has_written_is_ignored_and_the_reason_is_logged(
    by_business: Client,
    a_ticket: OpenTicket,
    write: Write,
    stored: Stored,
    header: str,
    value: str,
    because: str,
) -> None:
    mail = write(await a_ticket())
    del mail[header]
    mail[header] = value
    before, count = await stored(), counted("taken", fate="ignored")
    with structlog.testing.capture_logs() as logs:
        async with by_business(customer_id=None) as program:
            taken = await send(program, mail)
            away = await send(program, (MAILS / "away.eml").read_bytes())
    assert taken.json() == away.json() == {"object": "inbound_mail", "fate": "ignored", "ticket_id": None}
    assert [each["reason"] for each in logs if each["event"] == "mail_ignored"] == [because, "auto-submitted"]
    assert await stored() == before
    assert counted("taken", fate="ignored") == count + 2


async def test_what_is_refused_changes_nothing(
    by_business: Client, a_ticket: OpenTicket, write: Write, stored: Stored, files: Callable[[], int]
) -> None:
    ticket = await a_ticket()
    forged = write(ticket)
    told = forged["To"]
    del forged["To"]
    forged["To"] = told.replace(".", ".a", 1)
    elsewhere = write(ticket)
    del elsewhere["To"]
    elsewhere["To"] = "reply@mail.example"
    to_nobody = write(ticket)
    del to_nobody["To"]
    empty = write(ticket, "> Please turn it off.\n")
    before = await stored()
    async with by_business(customer_id=None) as program, by_business(CONTOSO, customer_id=None) as contoso:
        for client, mail, status, code in (
            (program, forged, 422, "reply_address_not_valid"),
            (program, elsewhere, 422, "no_reply_address"),
            (program, to_nobody, 422, "no_reply_address"),
            (program, empty, 422, "mail_empty"),
            (program, b"no mail", 422, "mail_not_readable"),
            (contoso, write(ticket), 404, "ticket_not_found"),
        ):
            count = counted("refused", reason=code)
            refused = await send(client, mail)
            assert (refused.status_code, refused.json()["code"]) == (status, code)
            assert counted("refused", reason=code) == count + 1
        huge = await send(program, write(ticket).as_bytes() + b"a" * (25 * 1024 * 1024))
        assert huge.status_code == 413
    assert (await stored(), files()) == (before, 0)


async def test_a_forgotten_customer_answers_no_more(
    by_business: Client, a_ticket: OpenTicket, write: Write, stored: Stored, database: Database
) -> None:
    ticket = await a_ticket()
    async with database.work(an_origin()) as work:
        await forget_customer(work, ADA, version=9)
    before = await stored()
    async with by_business(customer_id=None) as program:
        refused = await send(program, write(ticket))
    assert (refused.status_code, refused.json()["code"]) == (404, "ticket_not_found")
    assert await stored() == before


async def test_files_of_a_mail_are_held_to_the_same_rules(
    by_business: Client, a_ticket: OpenTicket, write: Write, files: Callable[[], int]
) -> None:
    ticket = await a_ticket()
    mail = write(ticket, "\n")
    for name, content in (
        ("paper.pdf", ZIP),
        ("run.exe", b"MZ"),
        ("../../etc/lamp.png", PNG),
        ("empty.png", b""),
        *((f"{number}.png", PNG) for number in range(5)),
    ):
        mail.add_attachment(content, "application", "octet-stream", filename=name)
    async with by_business(customer_id=None) as program:
        assert (await send(program, mail)).json()["fate"] == "reply"
        whole = (await program.get(f"/v1/tickets/{ticket.id}")).json()
        (reply,) = whole["replies"]
        assert [file["name"] for file in reply["attachments"]] == [
            "lamp.png",
            "0.png",
            "1.png",
            "2.png",
            "3.png",
        ]
        fetched = await program.get(f"/v1/tickets/{ticket.id}/attachments/{reply['attachments'][0]['id']}")
    assert fetched.content == PNG
    assert reply["text"].startswith("paper.pdf, run.exe, ")
    (note,) = whole["notes"]
    assert note["text"].endswith(": paper.pdf, run.exe, empty.png, 4.png")
    assert files() == 5


async def test_long_words_are_cut_where_a_ticket_ends(
    by_business: Client, a_ticket: OpenTicket, write: Write
) -> None:
    ticket = await a_ticket()
    async with by_business(customer_id=None) as program:
        await send(program, write(ticket, "a" * 900 + "\n" + ("b" * 70 + "\n") * 300))
        (reply,) = (await program.get(f"/v1/tickets/{ticket.id}")).json()["replies"]
    assert len(reply["text"]) == 10_000
    assert reply["text"].endswith("b\n\n[…]")


async def test_without_an_address_none_is_taken(
    database: Database, settings_for: Any, a_ticket: OpenTicket, write: Write
) -> None:
    mail = write(await a_ticket())
    service = build(settings_for(Settings, database, reply_address=None))
    caller = a_caller("business", customer_id=None, scopes=("support:write",), now=NOW)
    async with client_for(service, caller) as program:
        refused = await send(program, mail)
    await service.database.close()
    assert (refused.status_code, refused.json()["code"]) == (409, "mails_not_taken")


async def test_it_takes_the_scope_of_those_who_write(by_business: Client) -> None:
    async with by_business(customer_id=None, scopes=("support:read",)) as reader:
        assert (await send(reader, b"")).status_code == 403
