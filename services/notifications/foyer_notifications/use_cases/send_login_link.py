"""Mail a link to an address that somebody wants to sign in with."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from foyer_shared.storage.sealing import Seal
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import LOGIN_LINK
from foyer_notifications.domain.message import Message
from foyer_notifications.use_cases.send_confidential import send_confidential

Wanted = Literal["register", "reset_password"]
"""What a link leads to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginLink:
    """The link, what for, and for how many minutes. Not for logs."""

    link: str = field(repr=False)
    action: Wanted
    minutes: int


async def send_login_link(
    work: Work, seal: Seal, *, to: str, language: str, login_link: LoginLink
) -> Message:
    """It is no customer's message: whose address it is shows when the link is opened.

    Raises BusinessNotKnownYet.
    """
    minutes = login_link.minutes
    return await send_confidential(
        work,
        seal,
        LOGIN_LINK,
        to=to,
        customer_id=None,
        language=language,
        link=login_link.link,
        values={"action": login_link.action, "minutes": minutes},
        useful_for=timedelta(minutes=minutes),
    )
