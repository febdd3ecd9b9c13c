"""Announcements: the business's doors, and those of whoever reads them."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from fastapi.responses import JSONResponse
from foyer_shared.http.door import Door, business_door, customer_door
from foyer_shared.http.models import Body, Moment, showing
from foyer_shared.http.pages import Page, Paging
from foyer_shared.storage.work import Work
from pydantic import Field

from foyer_notifications.api.announcement_answers import (
    AnnouncementAnswer,
    CustomerAnnouncementAnswer,
    announcement_answer,
    customer_answer,
    customer_answers,
)
from foyer_notifications.domain.announcement import AnnouncementDetails, AnnouncementStatus, Level, Words
from foyer_notifications.storage.announcements import Announcements
from foyer_notifications.use_cases.add_announcement import add_announcement
from foyer_notifications.use_cases.change_announcement import change_announcement
from foyer_notifications.use_cases.mark_announcement import mark_announcement
from foyer_notifications.use_cases.remove_announcement import remove_announcement

router = APIRouter()

# A login that only reads may say that it has read: it changes nothing of the customer's.
Reader = Annotated[Door, Depends(customer_door("notifications:read"))]
BusinessReader = Annotated[Door, Depends(business_door("notifications:read"))]
BusinessWriter = Annotated[Door, Depends(business_door("notifications:write"))]
Id = Annotated[str, Path(max_length=64)]

Title = Annotated[str, Field(max_length=1_000)]
Text = Annotated[str, Field(max_length=20_000)]
Language = Annotated[str, Field(max_length=35)]
"""As much as is read; how long each may be, the domain says with a code of its own."""


class WordsBody(Body):
    """What it says in another language."""

    title: Title
    text: Text = ""


class ChangesBody(Body):
    """What is to change; what is not named stays. Null means now as `shown_from`, no end as `shown_until`."""

    model_config = showing(
        {"text": "All is well again.", "level": "info", "shown_until": "2027-03-01T12:00:00Z"}
    )

    level: Level = Level.INFO
    title: Title = ""
    text: Text = ""
    translations: dict[Language, WordsBody] = Field(default={}, max_length=10)
    shown_from: Moment | None = None
    shown_until: Moment | None = None
    dismissible: bool = True

    def changes(self, now: datetime) -> dict[str, Any]:
        """What was named, as the use case takes it."""
        return {name: value for name, value in self._whole(now).items() if name in self.model_fields_set}

    def _whole(self, now: datetime) -> dict[str, Any]:
        fields = {name: getattr(self, name) for name in ChangesBody.model_fields}
        translations = {tag: Words(**words.model_dump()) for tag, words in self.translations.items()}
        return fields | {"translations": translations, "shown_from": self.shown_from or now}


class AnnouncementBody(ChangesBody):
    """An announcement for those with a live subscription to `product_id`, for one customer, or else for all;
    from `shown_from`, or at once, until `shown_until`, or until it is taken away.
    """

    model_config = showing(
        {
            "level": "alert",
            "title": "Uploads are slow today",
            "text": "We are on it. **Nothing is lost.**",
            "translations": {"nl": {"title": "Uploads zijn traag vandaag", "text": "We werken eraan."}},
            "shown_until": "2027-03-01T12:00:00Z",
            "product_id": "prod_01k9m7x2tqe4vr0p5s8b3f6h1j",
        }
    )

    title: Title
    product_id: str | None = Field(default=None, max_length=64)
    customer_id: str | None = Field(default=None, max_length=64)

    def details(self, now: datetime) -> AnnouncementDetails:
        """What the use case takes."""
        whole = self._whole(now)
        words = Words(title=whole.pop("title"), text=whole.pop("text"))
        return AnnouncementDetails(words=words, **whole)


@router.get("/v1/announcements")
async def list_announcements(
    door: BusinessReader, paging: Paging, status: AnnouncementStatus | None = None
) -> Page[AnnouncementAnswer]:
    """The newest first, all or of one status."""
    async with door.reading() as work:
        found = await Announcements(work.session).list_page(
            work.scope, before=paging.after, limit=paging.one_more, status=status, now=work.now
        )
    return paging.page(found, key=lambda one: one.id, answer=lambda one: announcement_answer(one, work.now))


@router.post("/v1/announcements", status_code=201, response_model=AnnouncementAnswer)
async def add(body: AnnouncementBody, door: BusinessWriter) -> JSONResponse:
    """Tell customers something."""
    if body.customer_id is not None:
        door.require_customer(body.customer_id)

    async def effect(work: Work) -> AnnouncementAnswer:
        announcement = await add_announcement(
            work, body.details(work.now), product_id=body.product_id, customer_id=body.customer_id
        )
        return announcement_answer(announcement, work.now)

    return await door.once(effect, status=201)


@router.get("/v1/announcements/{announcement_id}")
async def read(announcement_id: Id, door: BusinessReader) -> AnnouncementAnswer:
    """One announcement."""
    async with door.reading() as work:
        return announcement_answer(
            await Announcements(work.session).get(work.scope, announcement_id), work.now
        )


@router.patch("/v1/announcements/{announcement_id}", response_model=AnnouncementAnswer)
async def change(announcement_id: Id, body: ChangesBody, door: BusinessWriter) -> JSONResponse:
    """Say it otherwise, or for another time. Whom it is for stays, and who has dismissed it."""

    async def effect(work: Work) -> AnnouncementAnswer:
        announcement = await change_announcement(work, announcement_id, body.changes(work.now))
        return announcement_answer(announcement, work.now)

    return await door.once(effect)


@router.delete("/v1/announcements/{announcement_id}", response_model=AnnouncementAnswer)
async def remove(announcement_id: Id, door: BusinessWriter) -> JSONResponse:
    """Take it away; the answer is what it was."""

    async def effect(work: Work) -> AnnouncementAnswer:
        return announcement_answer(await remove_announcement(work, announcement_id), work.now)

    return await door.once(effect)


@router.get("/customer/announcements")
async def list_shown(door: Reader, paging: Paging) -> Page[CustomerAnnouncementAnswer]:
    """What is announced to the customer now, dismissed or not, newest first."""
    async with door.reading() as work:
        found = await Announcements(work.session).list_shown(
            work.scope, before=paging.after, limit=paging.one_more, now=work.now
        )
        answers = await customer_answers(work, found)
    return paging.page(answers, key=lambda one: one.id, answer=lambda one: one)


@router.post("/customer/announcements/{announcement_id}/read", response_model=CustomerAnnouncementAnswer)
async def mark_read(announcement_id: Id, door: Reader) -> JSONResponse:
    return await _mark(door, announcement_id, dismissed=False)


@router.post("/customer/announcements/{announcement_id}/dismiss", response_model=CustomerAnnouncementAnswer)
async def dismiss(announcement_id: Id, door: Reader) -> JSONResponse:
    return await _mark(door, announcement_id, dismissed=True)


async def _mark(door: Door, announcement_id: str, *, dismissed: bool) -> JSONResponse:
    async def effect(work: Work) -> CustomerAnnouncementAnswer:
        announcement, marks = await mark_announcement(work, announcement_id, dismissed=dismissed)
        return customer_answer(announcement, marks, str(work.actor))

    return await door.once(effect)
