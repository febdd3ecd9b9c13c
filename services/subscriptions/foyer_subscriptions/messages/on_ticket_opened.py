"""Somebody asked something, perhaps about a subscription."""

from foyer_shared.basics.origin import Actor, ActorKind
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.support import TicketOpened
from foyer_shared.storage.work import Work

from foyer_subscriptions.use_cases.note_talk import note_talk


async def on_ticket_opened(work: Work, event: TicketOpened, envelope: Envelope) -> None:
    """One that a customer wrote, which is no cancellation's."""
    ticket = event.ticket
    by_customer = Actor.parse(envelope.actor).kind is ActorKind.LOGIN
    if ticket.subscription_id and by_customer and not (ticket.change_id or event.declaration_id):
        await note_talk(work, ticket.subscription_id)
