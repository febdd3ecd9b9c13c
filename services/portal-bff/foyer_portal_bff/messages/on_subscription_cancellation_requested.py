"""A cancellation waits for its day."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionCancellationRequested
from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.declaration import Outcome, State
from foyer_portal_bff.use_cases.record_event import record_event
from foyer_portal_bff.use_cases.settle_declaration import settle_declaration


async def on_subscription_cancellation_requested(
    work: Work, event: SubscriptionCancellationRequested, envelope: Envelope
) -> None:
    """Note it like any other; the declaration that it follows from is accepted."""
    await record_event(work, envelope)
    accepted = Outcome(state=State.ACCEPTED, effective_at=event.effective_at, change_id=event.change_id)
    await settle_declaration(work, event.declaration_id, accepted)
