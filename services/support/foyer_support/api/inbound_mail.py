"""Answers by mail, as they come in: a mail server's program, or whoever reads a mailbox, sends them here."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request
from foyer_shared.http.door import Door, business_door
from foyer_shared.http.models import Answer
from foyer_shared.http.parts import part
from starlette.exceptions import HTTPException

from foyer_support.domain.inbound_mail import LARGEST_MAIL
from foyer_support.use_cases.take_mail import LetterBox, take_mail

INBOUND_MAIL = "/v1/inbound-mail"
"""The path whose body may be as large as a mail."""

router = APIRouter(tags=["tickets"])

_A_MAIL = {
    "requestBody": {
        "required": True,
        "content": {"message/rfc822": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class InboundMailAnswer(Answer):
    """What became of it: the customer's `reply`, a `note` for staff of somebody who is not known, `ignored`
    for what a program has written, `repeat` for what had come before.
    """

    object: Literal["inbound_mail"] = "inbound_mail"
    fate: str
    ticket_id: str | None


@router.post(INBOUND_MAIL, openapi_extra=_A_MAIL)
async def take(
    request: Request,
    door: Annotated[Door, Depends(business_door("support:write", streamed=True))],
    box: Annotated[LetterBox, Depends(part(LetterBox))],
) -> InboundMailAnswer:
    """The body is the mail, as it came (RFC 5322). The same one may be sent again: it counts once."""
    taken = await take_mail(box, door.caller.origin(), await _whole(request))
    return InboundMailAnswer(fate=taken.fate, ticket_id=taken.ticket_id)


async def _whole(request: Request) -> bytes:
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > LARGEST_MAIL:
            raise HTTPException(413, f"A mail has at most {LARGEST_MAIL} bytes.")
    return bytes(raw)
