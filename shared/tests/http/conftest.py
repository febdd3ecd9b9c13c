"""A service small enough to read at once: customers keep notes."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated

import pytest
import pytest_asyncio
from fastapi import APIRouter, Depends, FastAPI
from fastapi.responses import JSONResponse
from foyer_shared.basics.errors import Conflict
from foyer_shared.basics.ids import new_id
from foyer_shared.contracts.support import TicketData, TicketOpened
from foyer_shared.http.app import service_app
from foyer_shared.http.callers import CallerTokenCheck
from foyer_shared.http.door import Door, business_door, customer_door, internal_door
from foyer_shared.http.models import Answer, Body, Moment
from foyer_shared.http.pages import Page, Paging
from foyer_shared.storage.database import Database
from foyer_shared.storage.rows import service_metadata
from foyer_shared.storage.work import Work
from foyer_shared.testing.plugin import MakeDatabase
from sqlalchemy import Column, Table, Text, insert, select

METADATA = service_metadata("notes")
NOTES = Table(
    "notes",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("customer_id", Text, nullable=False),
    Column("text", Text, nullable=False),
)


class NoteBody(Body):
    text: str
    seconds: float = 0
    remind_at: Moment | None = None


class NoteForBody(Body):
    customer_id: str
    text: str


class Note(Answer):
    id: str
    text: str
    remind_at: Moment | None = None


class NotesFull(Conflict):
    """Only one note may begin with `last`."""

    code = "notes_full"


async def write_note(work: Work, customer_id: str, text: str) -> Note:
    """The use case: one row and one event, or a refusal."""
    note = Note(id=new_id("note"), text=text)
    await work.session.execute(insert(NOTES).values(id=note.id, customer_id=customer_id, text=text))
    ticket = TicketData(
        ticket_id=note.id, number="1", customer_id=customer_id, subject=text, category="other", status="open"
    )
    work.announce(TicketOpened(ticket=ticket), subject=note.id, version=1, customer_id=customer_id)
    if text.startswith("refused"):
        raise NotesFull("There is no room for another note.", field="text")
    return note


ROUTER = APIRouter()


@ROUTER.post("/customer/notes", status_code=201, response_model=Note)
async def post_note(
    body: NoteBody, door: Annotated[Door, Depends(customer_door("support:write"))]
) -> JSONResponse:
    async def effect(work: Work) -> Note:
        note = await write_note(work, work.scope.customer_id or "", body.text)
        await asyncio.sleep(body.seconds)
        return note.model_copy(update={"remind_at": body.remind_at})

    return await door.once(effect, status=201)


@ROUTER.get("/customer/notes")
async def list_notes(
    paging: Paging, door: Annotated[Door, Depends(customer_door("support:read"))]
) -> Page[Note]:
    query = select(NOTES).where(NOTES.c.customer_id == door.caller.customer_id).order_by(NOTES.c.id)
    if paging.after:
        query = query.where(NOTES.c.id > paging.after)
    async with door.reading() as work:
        found = (await work.session.execute(query.limit(paging.one_more))).all()
    return paging.page(found, key=lambda row: row.id, answer=lambda row: Note(id=row.id, text=row.text))


@ROUTER.post("/customer/notes/while-reading")
async def write_while_reading(door: Annotated[Door, Depends(customer_door("support:read"))]) -> Note:
    async with door.reading() as work:
        return await write_note(work, "cus_1", "never")


@ROUTER.post("/v1/notes", response_model=Note)
async def post_note_for(
    body: NoteForBody, door: Annotated[Door, Depends(business_door("support:write"))]
) -> JSONResponse:
    door.require_customer(body.customer_id)

    async def effect(work: Work) -> Note:
        return await write_note(work, body.customer_id, body.text)

    return await door.once(effect)


@ROUTER.post("/internal/broken")
async def be_broken(door: Annotated[Door, Depends(internal_door("support:write"))]) -> Note:
    int("482913 foyer_sk_1234")  # Says these words in its error.
    return Note(id="", text="")


@pytest_asyncio.fixture
async def database(make_database: MakeDatabase) -> Database:
    """Fresh, with the tables of the notes and of the plumbing."""
    return await make_database(METADATA)


@pytest.fixture
def app(database: Database, caller_keys: Path) -> FastAPI:
    """The service's doors."""
    return service_app(
        name="notes", database=database, caller_check=CallerTokenCheck(caller_keys), routers=[ROUTER]
    )


@pytest.fixture
def texts(database: Database) -> Callable[[], Awaitable[list[str]]]:
    """What is written down now, in order."""

    async def read() -> list[str]:
        async with database.session() as session:
            return list(await session.scalars(select(NOTES.c.text).order_by(NOTES.c.id)))

    return read
