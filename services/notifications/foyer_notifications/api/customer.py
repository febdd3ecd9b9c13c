"""What a customer sees of their messages, and what their other doors tell in short."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from foyer_shared.http.door import Door, customer_door
from foyer_shared.http.models import Answer
from foyer_shared.http.pages import Page, Paging

from foyer_notifications.api.announcement_answers import (
    CustomerAnnouncementAnswer,
    SeenAnnouncementAnswer,
    customer_answers,
    seen_answers,
)
from foyer_notifications.api.contacts import ContactAnswer
from foyer_notifications.api.preferences import PreferencesAnswer, preferences_answer
from foyer_notifications.domain.catalogue import CATALOGUE, Category, kinds_of
from foyer_notifications.domain.message import Delivery, Message, State, Suppression
from foyer_notifications.storage.announcements import Announcements
from foyer_notifications.storage.bounced_addresses import BouncedAddresses
from foyer_notifications.storage.contacts import Contacts
from foyer_notifications.storage.customers import Customers
from foyer_notifications.storage.messages import Messages
from foyer_notifications.storage.preferences import PreferencesOf

router = APIRouter(prefix="/customer")

MOST_ANNOUNCEMENTS = 20
"""In the overview: the newest of those that are shown now."""
MOST_IN_EXPORT = 10_000
"""The newest; far more than anybody gets in years."""


class OverviewAnswer(Answer):
    """Notifications' part of the customer's picture."""

    message_count: int
    last_message_at: datetime | None
    bounced_address: str | None
    """The customer's address, when mail came back from it and nothing is sent there."""
    announcements: list[SeenAnnouncementAnswer]


class CustomerMessageAnswer(Answer):
    """A message and what became of it; `at` is when its cause happened, `sent_at` when the mail left."""

    id: str
    message: str
    category: Category
    subject: str
    to: str
    state: State
    suppressed_because: Suppression | None
    at: datetime
    sent_at: datetime | None


class WholeMessageAnswer(CustomerMessageAnswer):
    """A message with its words, but for those that were for its reader alone."""

    text: str


class MessageCopyAnswer(WholeMessageAnswer):
    """The exact copy, in both forms; of a confidential one there is only what may be kept."""

    html: str
    confidential: bool


class ExportAnswer(Answer):
    """All that notifications knows of a customer."""

    messages: list[WholeMessageAnswer]
    preferences: PreferencesAnswer
    contacts: list[ContactAnswer]
    announcements: list[CustomerAnnouncementAnswer]
    """Those that were for this customer alone."""


@router.get("/overview")
async def overview(door: Annotated[Door, Depends(customer_door("notifications:read"))]) -> OverviewAnswer:
    """How many messages, and since when none; and what the business announces to this customer now."""
    async with door.reading() as work:
        summary = await Messages(work.session).summary(work.scope)
        customer = await Customers(work.session).find(work.scope, door.caller.customer_id or "")
        announcements = await Announcements(work.session).list_shown(
            work.scope, limit=MOST_ANNOUNCEMENTS, now=work.now
        )
        seen = await seen_answers(work, announcements)
        bounced = customer and await BouncedAddresses(work.session).find(work.scope, customer.email)
    return OverviewAnswer(
        message_count=summary.count,
        last_message_at=summary.last_at,
        bounced_address=bounced.address if bounced else None,
        announcements=seen,
    )


@router.get("/messages")
async def list_messages(
    door: Annotated[Door, Depends(customer_door("notifications:read"))],
    paging: Paging,
    category: Category | None = None,
    delivery: Delivery | None = None,
) -> Page[CustomerMessageAnswer]:
    """The customer's messages, newest first, all or of a category, all or those that were delivered like
    this; those that the business holds back are not shown.
    """
    async with door.reading() as work:
        found = await Messages(work.session).list_page(
            work.scope,
            before=paging.after,
            limit=paging.one_more,
            states=delivery.states if delivery else (),
            kinds=kinds_of(category) if category else None,
        )
    return paging.page(found, key=lambda message: message.id, answer=_answer)


@router.get("/messages/{message_id}")
async def get_message(
    message_id: Annotated[str, Path(max_length=64)],
    door: Annotated[Door, Depends(customer_door("notifications:read"))],
) -> MessageCopyAnswer:
    """One of them, as it was written."""
    async with door.reading() as work:
        message = await Messages(work.session).get(work.scope, message_id)
    return MessageCopyAnswer(
        **_answer(message).model_dump(),
        text=message.content.text,
        html=message.content.html,
        confidential=CATALOGUE[message.kind].confidential,
    )


@router.get("/export")
async def export(door: Annotated[Door, Depends(customer_door("notifications:read"))]) -> ExportAnswer:
    """The customer's messages with their words, newest first, and what they want to be mailed about."""
    async with door.reading() as work:
        preferences = await PreferencesOf(work.session).get(work.scope, door.caller.customer_id or "")
        found = await Messages(work.session).list_page(work.scope, before=None, limit=MOST_IN_EXPORT)
        contacts = await Contacts(work.session).of_customer(work.scope, str(work.scope.customer_id))
        announcements = await customer_answers(work, await Announcements(work.session).for_one(work.scope))
    return ExportAnswer(
        messages=[
            WholeMessageAnswer(**_answer(message).model_dump(), text=message.content.text)
            for message in found
        ],
        preferences=preferences_answer(preferences),
        contacts=[ContactAnswer.of(contact) for contact in contacts],
        announcements=announcements,
    )


def _answer(message: Message) -> CustomerMessageAnswer:
    return CustomerMessageAnswer(
        id=message.id,
        message=message.kind,
        category=CATALOGUE[message.kind].category,
        subject=message.content.subject,
        to=message.to,
        state=message.state,
        suppressed_because=message.suppressed_because,
        at=message.created_at,
        sent_at=message.sent_at,
    )
