"""What a business sees of the messages to its customers."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from foyer_shared.http.door import Door, business_door
from foyer_shared.http.models import Answer
from foyer_shared.http.pages import Page, Paging

from foyer_notifications.domain.message import Message, State, Suppression
from foyer_notifications.storage.messages import Messages

router = APIRouter(prefix="/v1")


class MessageAnswer(Answer):
    """A message and its delivery. `created_at` is the business's time, `sent_at` is real."""

    id: str
    message: str
    customer_id: str | None
    to: str
    language: str
    subject: str
    state: State
    attempts: int
    failure: str | None
    suppressed_because: Suppression | None
    created_at: datetime
    sent_at: datetime | None


@router.get("/messages")
async def list_messages(
    door: Annotated[Door, Depends(business_door("notifications:read"))],
    paging: Paging,
    customer_id: Annotated[str | None, Query(max_length=64)] = None,
    state: State | None = None,
) -> Page[MessageAnswer]:
    """The newest first, of all customers or of one, in any state or in one."""
    async with door.reading() as work:
        scope = replace(work.scope, customer_id=None)
        found = await Messages(work.session).list_page(
            scope,
            before=paging.after,
            limit=paging.one_more,
            customer_id=customer_id,
            states=[state] if state else (),
        )
    return paging.page(found, key=lambda message: message.id, answer=_answer)


def _answer(message: Message) -> MessageAnswer:
    return MessageAnswer(
        id=message.id,
        message=message.kind,
        customer_id=message.customer_id,
        to=message.to,
        language=message.language,
        subject=message.content.subject,
        state=message.state,
        attempts=message.attempts,
        failure=message.failure,
        suppressed_because=message.suppressed_because,
        created_at=message.created_at,
        sent_at=message.sent_at,
    )
