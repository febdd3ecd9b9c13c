"""A payment method was brought up to date, such as the expiry of a card."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.payments import PaymentMethodUpdated
from foyer_shared.storage.work import Work

from foyer_invoicing.use_cases.collect_with_new_method import collect_with_new_method


async def on_payment_method_updated(work: Work, event: PaymentMethodUpdated, _: Envelope) -> None:
    """Try what has failed with it."""
    await collect_with_new_method(work, event.payment_method.customer_id)
