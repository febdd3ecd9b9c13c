"""Somebody declared something without signing in, and which contract is meant is not clear by itself."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.portal import DeclarationUnmatched
from foyer_shared.storage.work import Work

from foyer_support.use_cases.open_unmatched_ticket import open_unmatched_ticket


async def on_declaration_unmatched(work: Work, event: DeclarationUnmatched, _: Envelope) -> None:
    """Open a ticket with the customer, where at least that is clear; the rest is in the list of staff."""
    if event.customer_id is None:
        return
    await open_unmatched_ticket(
        work,
        customer_id=event.customer_id,
        number=event.number,
        is_withdrawal=event.kind == "withdrawal",
        contract=event.contract,
        message=event.message,
    )
