"""Mail a link to an address that somebody wants their documents to go to."""

from datetime import timedelta

from foyer_shared.storage.sealing import Seal
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import EMAIL_CHANGE_LINK
from foyer_notifications.domain.message import Message
from foyer_notifications.use_cases.send_confidential import send_confidential


async def send_email_change_link(
    work: Work, seal: Seal, *, to: str, language: str, link: str, hours: int
) -> Message:
    """It is no customer's message: whoever has the address has not said yet that it is theirs.

    Raises BusinessNotKnownYet.
    """
    return await send_confidential(
        work,
        seal,
        EMAIL_CHANGE_LINK,
        to=to,
        customer_id=None,
        language=language,
        link=link,
        values={"hours": hours},
        useful_for=timedelta(hours=hours),
    )
