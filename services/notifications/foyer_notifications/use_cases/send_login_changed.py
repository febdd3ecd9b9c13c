"""Mail a login that there is another way to sign in with it."""

from typing import Literal

from foyer_shared.storage.sealing import Seal
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import LOGIN_CHANGED
from foyer_notifications.domain.delivery import USEFUL_FOR
from foyer_notifications.domain.message import Message
from foyer_notifications.use_cases.send_confidential import send_confidential

Changed = Literal["password_changed", "passkey_added", "passkey_removed"]


async def send_login_changed(
    work: Work, seal: Seal, *, to: str, language: str, change: Changed, device: str, link: str
) -> Message:
    """A login is a person's own, so no copy is kept for its customers. Raises BusinessNotKnownYet."""
    return await send_confidential(
        work,
        seal,
        LOGIN_CHANGED,
        to=to,
        customer_id=None,
        language=language,
        link=link,
        values={"change": change, "device": device},
        useful_for=USEFUL_FOR,
    )
