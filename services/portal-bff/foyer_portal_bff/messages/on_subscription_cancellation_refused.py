"""What a customer declared cannot be carried out by itself."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionCancellationRefused
from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.declaration import Outcome, State
from foyer_portal_bff.use_cases.record_event import record_event
from foyer_portal_bff.use_cases.settle_declaration import settle_declaration


async def on_subscription_cancellation_refused(
    work: Work, event: SubscriptionCancellationRefused, envelope: Envelope
) -> None:
    """Note it like any other, and on the declaration's receipt."""
    await record_event(work, envelope)
    refused = Outcome(state=State.REFUSED, refusal=event.code)
    await settle_declaration(work, event.declaration_id, refused)
