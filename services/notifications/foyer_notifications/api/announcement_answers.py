"""Announcements as doors tell of them."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from foyer_shared.http.models import Answer
from foyer_shared.storage.work import Work

from foyer_notifications.domain.announcement import (
    Announcement,
    AnnouncementStatus,
    Level,
    Mark,
    status_of,
)
from foyer_notifications.storage.announcement_marks import AnnouncementMarks


class WordsAnswer(Answer):
    """What it says in another language."""

    title: str
    text: str


class ShownAnnouncementAnswer(Answer):
    """What everybody sees of it; `text` is Markdown, and so are those of `translations`, by language."""

    id: str
    level: Level
    title: str
    text: str
    translations: dict[str, WordsAnswer]
    shown_from: datetime
    shown_until: datetime | None
    dismissible: bool


class AnnouncementAnswer(ShownAnnouncementAnswer):
    """An announcement; without product and customer it is for all. Moments are the business's."""

    product_id: str | None
    customer_id: str | None
    status: AnnouncementStatus
    created_at: datetime


class CustomerAnnouncementAnswer(ShownAnnouncementAnswer):
    """As the login that asks has it."""

    read: bool
    dismissed: bool


class SeenAnnouncementAnswer(ShownAnnouncementAnswer):
    """As all who act for the customer have it: who has read it, and who dismissed it."""

    read_by: list[str]
    dismissed_by: list[str]


def announcement_answer(announcement: Announcement, now: datetime) -> AnnouncementAnswer:
    """For the business."""
    return AnnouncementAnswer(
        **_shown(announcement),
        product_id=announcement.product_id,
        customer_id=announcement.customer_id,
        status=status_of(announcement.details, now),
        created_at=announcement.created_at,
    )


def customer_answer(
    announcement: Announcement, marks: Sequence[Mark], reader: str
) -> CustomerAnnouncementAnswer:
    """For one reader."""
    seen = _seen(announcement, marks)
    return CustomerAnnouncementAnswer(
        **_shown(announcement), read=reader in seen.read_by, dismissed=reader in seen.dismissed_by
    )


async def customer_answers(
    work: Work, announcements: Sequence[Announcement]
) -> list[CustomerAnnouncementAnswer]:
    """For the reader who asks."""
    marks = await _marks(work, announcements)
    return [customer_answer(one, marks, str(work.actor)) for one in announcements]


async def seen_answers(work: Work, announcements: Sequence[Announcement]) -> list[SeenAnnouncementAnswer]:
    """For all who act for the customer, whose picture they share."""
    marks = await _marks(work, announcements)
    return [_seen(one, marks) for one in announcements]


async def _marks(work: Work, announcements: Sequence[Announcement]) -> list[Mark]:
    ids = [one.id for one in announcements]
    return await AnnouncementMarks(work.session).of_customer(work.scope, ids) if ids else []


def _seen(announcement: Announcement, marks: Sequence[Mark]) -> SeenAnnouncementAnswer:
    mine = [mark for mark in marks if mark.announcement_id == announcement.id]
    return SeenAnnouncementAnswer(
        **_shown(announcement),
        read_by=[mark.reader for mark in mine],
        dismissed_by=[mark.reader for mark in mine if mark.dismissed_at],
    )


def _shown(announcement: Announcement) -> dict[str, Any]:
    details: dict[str, Any] = asdict(announcement.details)
    del details["words"]
    return details | asdict(announcement.details.words) | {"id": announcement.id}
