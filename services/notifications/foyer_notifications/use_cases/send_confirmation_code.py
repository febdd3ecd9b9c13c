"""Mail a code to somebody who is signed in, before something that only they may do."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from foyer_shared.storage.sealing import Seal
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import CONFIRMATION_CODE
from foyer_notifications.domain.message import Message
from foyer_notifications.use_cases.send_confidential import send_confidential

Confirmed = Literal[
    "change_email", "close_account", "payment_method", "remove_payment_method", "password", "passkey"
]
"""What a code is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """The code, what for, and for how many minutes. Not for logs."""

    code: str = field(repr=False)
    action: Confirmed
    minutes: int


async def send_confirmation_code(
    work: Work, seal: Seal, *, to: str, language: str, confirmation: Confirmation
) -> Message:
    """No link comes with it: the page that asked for the code is open. Raises BusinessNotKnownYet."""
    minutes = confirmation.minutes
    return await send_confidential(
        work,
        seal,
        CONFIRMATION_CODE,
        to=to,
        customer_id=None,
        language=language,
        link=None,
        values={"code": confirmation.code, "action": confirmation.action, "minutes": minutes},
        useful_for=timedelta(minutes=minutes),
    )
