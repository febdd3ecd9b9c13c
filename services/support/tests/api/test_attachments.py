"""Files with what people write: in and out, and all that is refused."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import pytest_asyncio
from foyer_shared.basics.clock import real_now
from foyer_shared.service import Service
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, an_origin
from foyer_support.domain.ticket import Ticket
from foyer_support.gateways.attachment_store import AttachmentStore
from foyer_support.settings import Settings
from foyer_support.storage.rows import AttachmentRow
from foyer_support.use_cases.forget_customer import forget_customer
from foyer_support.use_cases.sweep_attachments import sweep_attachments
from httpx import AsyncClient
from sqlalchemy import update
from sqlmodel import col

Client = Callable[..., AsyncClient]
OpenTicket = Callable[..., Awaitable[Ticket]]
Stored = Callable[[], Awaitable[str]]
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"
ZIP = b"PK\x03\x04" + b"\0" * 40
SEND = "/customer/attachments"
QUESTION = {"subject": "Look", "category": "technical", "text": "See the picture."}


@pytest.fixture
def store(service: Service) -> AttachmentStore:
    """The store that the service uses."""
    settings = service.settings
    assert isinstance(settings, Settings)
    return AttachmentStore(settings)


@pytest_asyncio.fixture
async def files(service: Service) -> AsyncIterator[Callable[[], int]]:
    """How many files lie in the store; all go at the end, as other tests have the same one."""
    settings = service.settings
    assert isinstance(settings, Settings)
    folder = Path(unquote(urlsplit(settings.files_url).path)) / "support" / "attachments"

    def count() -> int:
        return len([file for file in folder.glob("*") if file.is_file()]) if folder.exists() else 0

    for file in folder.glob("*"):
        await asyncio.to_thread(file.unlink)
    yield count


async def send(client: AsyncClient, name: str = "lamp.png", content: bytes = PNG, path: str = SEND) -> str:
    """Send a file that is taken; its id."""
    sent = await client.post(path, params={"name": name}, content=content)
    assert sent.status_code == 201, sent.text
    return str(sent.json()["id"])


async def test_files_come_with_a_question_and_its_answers(by_customer: Client, by_business: Client) -> None:
    async with by_customer() as ada, by_business() as staff:
        picture, paper = await send(ada), await send(ada, "Invoice é.pdf", PDF)
        asked = (await ada.post("/customer/tickets", json=QUESTION | {"attachment_ids": [picture]})).json()
        path = f"tickets/{asked['id']}"
        assert asked["attachments"] == [
            {"id": picture, "name": "lamp.png", "content_type": "image/png", "size": len(PNG)}
        ]
        body = {"text": "And the invoice.", "attachment_ids": [paper]}
        replied = (await ada.post(f"/customer/{path}/replies", json=body)).json()
        assert [each["name"] for each in replied["replies"][0]["attachments"]] == ["Invoice é.pdf"]
        manual = await send(staff, "manual.txt", "Größe".encode(), f"/v1/{path}/attachments")
        body = {"text": "Read this.", "attachment_ids": [manual]}
        answered = (await staff.post(f"/v1/{path}/replies", json=body)).json()
        assert [each["id"] for each in answered["replies"][1]["attachments"]] == [manual]
        for client, surface in ((ada, "customer"), (staff, "v1")):
            for attachment_id, content, kind, name in (
                (picture, PNG, "image/png", "lamp.png"),
                (paper, PDF, "application/pdf", "Invoice%20%C3%A9.pdf"),
                (manual, "Größe".encode(), "text/plain; charset=utf-8", "manual.txt"),
            ):
                fetched = await client.get(f"/{surface}/{path}/attachments/{attachment_id}")
                assert (fetched.status_code, fetched.content) == (200, content)
                assert fetched.headers["content-type"] == kind
                assert fetched.headers["content-disposition"].startswith("attachment; ")
                assert fetched.headers["content-disposition"].endswith(f"UTF-8''{name}")
                assert fetched.headers["x-content-type-options"] == "nosniff"
        whole = (await ada.get("/customer/export")).json()["tickets"][0]
        assert whole["attachments"][0]["id"] == picture


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("lamp.svg", b"<svg onload='alert(1)'/>", "attachment_type_refused"),
        ("page.html", b"<script>alert(1)</script>", "attachment_type_refused"),
        ("run.exe", b"MZ" + b"\0" * 40, "attachment_type_refused"),
        ("all.zip", ZIP, "attachment_type_refused"),
        ("paper.pdf", ZIP, "attachment_type_refused"),
        ("paper.pdf", b"<svg/>", "attachment_type_refused"),
        ("lamp.png", b"GIF89a" + b"\0" * 40, "attachment_type_refused"),
        ("lamp.webp", b"RIFF\0\0\0\0WAVE" + b"\0" * 40, "attachment_type_refused"),
        ("words.txt", b"\xff\xfe\x00", "attachment_type_refused"),
        ("words.txt", b"a" * 100 + b"\0", "attachment_type_refused"),
        ("words.txt", b"a" * 100 + b"\xc3", "attachment_type_refused"),
        ("png", PNG, "attachment_type_refused"),
        (".png", PNG, "attachment_type_refused"),
        ("lamp.png.exe", PNG, "attachment_type_refused"),
        ("lamp.png", b"", "file_empty"),
        ("lamp.png", PNG + b"\0" * (10 * 1024 * 1024), "file_too_large"),
    ],
)
async def test_a_file_is_refused_and_nothing_is_kept(
    by_customer: Client, stored: Stored, files: Callable[[], int], name: str, content: bytes, code: str
) -> None:
    before = await stored()
    async with by_customer() as ada:
        refused = await ada.post(SEND, params={"name": name}, content=content)

    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert (await stored(), files()) == (before, 0)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/lamp.png", "lamp.png"),
        ("C:\\Users\\ada\\lamp.png", "lamp.png"),
        ('a"b\r\nSet-Cookie: x.png', "a_b__Set-Cookie_ x.png"),
        ("gnp\u202e.lamp.png", "gnp_.lamp.png"),
        ("a" * 300 + ".png", "a" * 196 + ".png"),
        ("LAMP.PNG", "LAMP.PNG"),
    ],
)
async def test_a_name_is_made_safe(by_customer: Client, name: str, safe: str) -> None:
    async with by_customer() as ada:
        sent = await ada.post(SEND, params={"name": name}, content=PNG)

    assert (sent.status_code, sent.json()["name"]) == (201, safe)


async def test_ten_mebibytes_are_taken_piece_by_piece(by_customer: Client) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield PNG[:3]
        yield PNG[3:]
        for _ in range(160):
            yield b"\0" * 65_535

    async with by_customer() as ada:
        sent = await ada.post(SEND, params={"name": "lamp.png"}, content=pieces())
    assert sent.json()["size"] == len(PNG) + 160 * 65_535


async def test_a_file_is_its_sender_s_and_comes_once(
    a_ticket: OpenTicket, by_customer: Client, by_business: Client, stored: Stored
) -> None:
    ticket, other = await a_ticket(), await a_ticket(customer_id="cus_other")
    async with by_customer() as ada, by_customer("cus_other") as grace, by_business() as staff:
        hers = await send(ada)
        staffs = await send(staff, path=f"/v1/tickets/{ticket.id}/attachments")
        reply, others = f"/customer/tickets/{ticket.id}/replies", f"/customer/tickets/{other.id}/replies"
        await ada.post(reply, json={"text": "There.", "attachment_ids": [hers]})
        waiting = await send(ada)
        before = await stored()
        for client, path, ids in (
            (ada, reply, [hers]),
            (ada, reply, [staffs]),
            (ada, reply, [waiting, "att_unknown"]),
            (grace, others, [waiting]),
            (staff, f"/v1/tickets/{ticket.id}/replies", [waiting]),
        ):
            refused = await client.post(path, json={"text": "Look.", "attachment_ids": ids})
            assert (refused.status_code, refused.json()["code"]) == (404, "attachment_not_found")
        six = {"text": "Look.", "attachment_ids": [f"att_{number}" for number in range(6)]}
        refused = await ada.post(reply, json=six)
        assert (refused.status_code, refused.json()["code"]) == (422, "too_many_attachments")
        assert await stored() == before
        async with by_business(CONTOSO, customer_id=None) as contoso:
            for answer in (
                await grace.get(f"/customer/tickets/{ticket.id}/attachments/{hers}"),
                await grace.get(f"/customer/tickets/{other.id}/attachments/{hers}"),
                await ada.get(f"/customer/tickets/{ticket.id}/attachments/{waiting}"),
                await contoso.get(f"/v1/tickets/{ticket.id}/attachments/{hers}"),
                await contoso.post(
                    f"/v1/tickets/{ticket.id}/attachments", params={"name": "a.png"}, content=PNG
                ),
            ):
                assert answer.status_code == 404


async def test_nobody_fills_the_store(by_customer: Client, files: Callable[[], int]) -> None:
    async with by_customer() as ada:
        for _ in range(20):
            await send(ada)
        refused = await ada.post(SEND, params={"name": "lamp.png"}, content=PNG)
        assert (refused.status_code, refused.json()["code"]) == (409, "too_many_uploads")
    assert files() == 20


async def test_what_nothing_came_with_is_swept(
    database: Database,
    a_ticket: OpenTicket,
    by_customer: Client,
    store: AttachmentStore,
    files: Callable[[], int],
) -> None:
    ticket = await a_ticket()
    async with by_customer() as ada:
        came, old, _ = await send(ada), await send(ada), await send(ada)
        reply = {"text": "There.", "attachment_ids": [came]}
        await ada.post(f"/customer/tickets/{ticket.id}/replies", json=reply)
        async with database.session() as session:
            long_ago = real_now() - timedelta(days=1, seconds=1)
            await session.execute(
                update(AttachmentRow).where(col(AttachmentRow.id).in_([came, old])).values(at=long_ago)
            )
        assert [await sweep_attachments(database, store) for _ in range(2)] == [1, 0]
        assert files() == 2
        fetched = await ada.get(f"/customer/tickets/{ticket.id}/attachments/{came}")
        assert fetched.content == PNG


async def test_files_of_a_forgotten_customer_go(
    database: Database,
    by_customer: Client,
    store: AttachmentStore,
    files: Callable[[], int],
    stored: Stored,
) -> None:
    async with by_customer() as ada, by_customer("cus_other") as grace:
        for client in (ada, grace):
            sent = await send(client, "private.png")
            await client.post("/customer/tickets", json=QUESTION | {"attachment_ids": [sent]})
        async with database.work(an_origin()) as work:
            await forget_customer(work, ADA, version=9)
        assert (await stored()).count("private.png") == 1
        await sweep_attachments(database, store)
        assert files() == 1
