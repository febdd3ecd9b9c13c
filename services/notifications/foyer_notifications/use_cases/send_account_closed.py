"""Mail somebody that the account is closed of which nothing is known any more."""

from datetime import date

from foyer_shared.storage.sealing import Seal
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import ACCOUNT_CLOSED
from foyer_notifications.domain.delivery import USEFUL_FOR
from foyer_notifications.domain.message import Message
from foyer_notifications.use_cases.send_confidential import send_confidential


async def send_account_closed(
    work: Work, seal: Seal, *, to: str, language: str, documents_kept_until: date | None
) -> Message:
    """It is no customer's message any more. Raises BusinessNotKnownYet."""
    return await send_confidential(
        work,
        seal,
        ACCOUNT_CLOSED,
        to=to,
        customer_id=None,
        language=language,
        link=None,
        values={"documents_kept_until": documents_kept_until},
        useful_for=USEFUL_FOR,
    )
