"""A cancellation was taken back that waited."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionReactivated
from foyer_shared.storage.work import Work

from foyer_portal_bff.use_cases.record_event import record_event
from foyer_portal_bff.use_cases.take_back_declaration import take_back_declaration


async def on_subscription_reactivated(work: Work, event: SubscriptionReactivated, envelope: Envelope) -> None:
    """Note it like any other, and on the declaration's receipt."""
    await record_event(work, envelope)
    await take_back_declaration(work, event.declaration_id)
