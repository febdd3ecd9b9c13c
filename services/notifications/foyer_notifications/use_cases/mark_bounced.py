"""Remember that an address takes no mail."""

from foyer_shared.basics.clock import real_now
from foyer_shared.basics.ids import new_id
from foyer_shared.storage.work import Work

from foyer_notifications.domain.bounces import BouncedAddress
from foyer_notifications.domain.message import Message
from foyer_notifications.storage.bounced_addresses import BouncedAddresses


async def mark_bounced(work: Work, message: Message, *, reason: str) -> None:
    """None goes there until the customer has another one, or the business takes the mark away."""
    await BouncedAddresses(work.session).add(
        BouncedAddress(
            id=new_id("bnc"),
            business_id=message.business_id,
            address=message.to.lower(),
            message_id=message.id,
            reason=reason,
            bounced_at=real_now(),
        )
    )
