"""The portal's door: send one message of the catalogue now. What it is told is never logged."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Response
from foyer_shared.http.door import Door, internal_door
from foyer_shared.http.models import Answer, Body
from foyer_shared.storage.sealing import Seal
from foyer_shared.storage.work import Work
from pydantic import AfterValidator, Field, SecretStr

from foyer_notifications.domain.message import Message, State
from foyer_notifications.use_cases.send_account_closed import send_account_closed
from foyer_notifications.use_cases.send_confirmation_code import (
    Confirmation,
    Confirmed,
    send_confirmation_code,
)
from foyer_notifications.use_cases.send_email_change_link import send_email_change_link
from foyer_notifications.use_cases.send_login_changed import Changed, send_login_changed
from foyer_notifications.use_cases.send_login_link import LoginLink, Wanted, send_login_link
from foyer_notifications.use_cases.send_sign_in_code import WayIn, send_sign_in_code

_ADDRESS = r"^[^@\s]+@[^@\s]+$"


def _web_address(link: SecretStr) -> SecretStr:
    if not link.get_secret_value().startswith(("https://", "http://")):
        raise ValueError("a link begins with https:// or http://")
    return link


Link = Annotated[SecretStr, AfterValidator(_web_address)]


def _six_digits(code: SecretStr) -> SecretStr:
    text = code.get_secret_value()
    if not (len(text) == 6 and text.isascii() and text.isdecimal()):  # noqa: PLR2004  The message says it.
        raise ValueError("a code has six digits")
    return code


Code = Annotated[SecretStr, AfterValidator(_six_digits)]


class SignInValues(Body):
    """Both ways in; `minutes` is how long they work."""

    code: Code
    link: Link
    minutes: int = Field(ge=1, le=60)


class ConfirmationValues(Body):
    """`action` is what the code confirms; `minutes` is how long it works."""

    code: Code
    action: Confirmed
    minutes: int = Field(ge=1, le=60)


class EmailChangeValues(Body):
    """`hours` is how long the link works."""

    link: Link
    hours: int = Field(ge=1, le=72)


class MessageBody(Body):
    """To whom a message goes. `language` is BCP 47."""

    to: str = Field(pattern=_ADDRESS, max_length=320)
    language: str = Field(max_length=35)


class SignInBody(MessageBody):
    """A way to sign in."""

    message: Literal["sign_in_code"]
    customer_id: str | None = Field(default=None, max_length=64)
    values: SignInValues


class ConfirmationBody(MessageBody):
    """A code before something that only whoever is signed in may do."""

    message: Literal["confirmation_code"]
    values: ConfirmationValues


class EmailChangeBody(MessageBody):
    """A link that says that an address is somebody's own."""

    message: Literal["email_change_link"]
    values: EmailChangeValues


class ClosedValues(Body):
    """Until when the law keeps documents, None when there are none."""

    documents_kept_until: date | None


class ClosedBody(MessageBody):
    """The account is closed."""

    message: Literal["account_closed"]
    values: ClosedValues


class LoginLinkValues(Body):
    """`action` is what the link leads to; `minutes` is how long it works."""

    link: Link
    action: Wanted
    minutes: int = Field(ge=1, le=1440)


class LoginLinkBody(MessageBody):
    """A link that says that an address is somebody's own, to sign in with it from now on."""

    message: Literal["login_link"]
    values: LoginLinkValues


class LoginChangedValues(Body):
    """What has changed, on which device, and where it can be looked at."""

    change: Changed
    device: str = Field(min_length=1, max_length=100)
    link: Link


class LoginChangedBody(MessageBody):
    """How a login signs in has changed."""

    message: Literal["login_changed"]
    values: LoginChangedValues


AskedMessage = Annotated[
    SignInBody | ConfirmationBody | EmailChangeBody | ClosedBody | LoginLinkBody | LoginChangedBody,
    Field(discriminator="message"),
]


class MessageAnswer(Answer):
    """It will be sent, or is `held` with all mail of the business."""

    message: str
    state: State


def internal_messages_router(seal: Seal) -> APIRouter:
    """The door, with the seal for what it is told."""
    router = APIRouter()

    @router.post("/internal/messages", status_code=202, response_model=MessageAnswer)
    async def send_message(
        body: AskedMessage, door: Annotated[Door, Depends(internal_door("notifications:write"))]
    ) -> Response:
        async def effect(work: Work) -> MessageAnswer:
            message = await _send(work, seal, body)
            return MessageAnswer(message=message.kind, state=message.state)

        return await door.once(effect, status=202)

    return router


async def _send(work: Work, seal: Seal, body: AskedMessage) -> Message:
    if isinstance(body, EmailChangeBody):
        return await send_email_change_link(
            work,
            seal,
            to=body.to,
            language=body.language,
            link=body.values.link.get_secret_value(),
            hours=body.values.hours,
        )
    if isinstance(body, ClosedBody):
        return await send_account_closed(
            work,
            seal,
            to=body.to,
            language=body.language,
            documents_kept_until=body.values.documents_kept_until,
        )
    if isinstance(body, ConfirmationBody):
        return await send_confirmation_code(
            work,
            seal,
            to=body.to,
            language=body.language,
            confirmation=Confirmation(
                code=body.values.code.get_secret_value(),
                action=body.values.action,
                minutes=body.values.minutes,
            ),
        )
    if isinstance(body, LoginLinkBody):
        return await send_login_link(
            work,
            seal,
            to=body.to,
            language=body.language,
            login_link=LoginLink(
                link=body.values.link.get_secret_value(),
                action=body.values.action,
                minutes=body.values.minutes,
            ),
        )
    if isinstance(body, LoginChangedBody):
        return await send_login_changed(
            work,
            seal,
            to=body.to,
            language=body.language,
            change=body.values.change,
            device=body.values.device,
            link=body.values.link.get_secret_value(),
        )
    return await send_sign_in_code(
        work,
        seal,
        to=body.to,
        customer_id=body.customer_id,
        language=body.language,
        way_in=WayIn(
            code=body.values.code.get_secret_value(),
            link=body.values.link.get_secret_value(),
            minutes=body.values.minutes,
        ),
    )
