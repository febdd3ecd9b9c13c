"""Take in that a mail which had been handed over could not be delivered."""

from dataclasses import dataclass

from foyer_shared.contracts.notifications import MessageBounced
from foyer_shared.storage.work import Work

from foyer_notifications.domain.bounces import BounceOfUnknownMessage, BounceReport, is_of_address
from foyer_notifications.domain.delivery import after_bounce
from foyer_notifications.domain.message import Message, State
from foyer_notifications.storage.messages import Messages
from foyer_notifications.use_cases.mark_bounced import mark_bounced

_HANDED_OVER = {State.SENDING, State.SENT, State.UNCERTAIN}


@dataclass(frozen=True, slots=True)
class Recorded:
    """The message, and whether its address is marked because of this."""

    message: Message
    marked: bool


async def record_bounce(work: Work, report: BounceReport) -> Recorded:
    """Once, however often it is reported; a delay, or what is about a copy, changes nothing.

    Raises `BounceOfUnknownMessage`.
    """
    messages = Messages(work.session)
    message = await messages.find_by_mail_id_for_update(work.scope, report.mail_id)
    if message is None:
        raise BounceOfUnknownMessage("This business has sent no mail of this Message-ID.")
    fate = report.bounced_from(copies=frozenset(copy.lower() for copy in message.cc))
    if fate is None or message.state not in _HANDED_OVER:
        return Recorded(message, marked=False)
    reason = f"the mail came back: {fate.status}"
    bounced = after_bounce(message, reason)
    await messages.save(bounced)
    work.announce(
        MessageBounced(message_id=message.id, message=message.kind, reason=reason),
        subject=message.id,
        version=bounced.version,
        customer_id=message.customer_id,
    )
    # What came back from where the mail was forwarded to says nothing of the customer's own address.
    marks = is_of_address(fate.status) and message.to.lower() in fate.addresses
    if marks:
        await mark_bounced(work, message, reason=reason)
    return Recorded(bounced, marked=marks)
