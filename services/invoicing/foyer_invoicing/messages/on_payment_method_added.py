"""A customer can pay with one more method."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.payments import PaymentMethodAdded
from foyer_shared.storage.work import Work

from foyer_invoicing.use_cases.collect_with_new_method import collect_with_new_method


async def on_payment_method_added(work: Work, event: PaymentMethodAdded, _: Envelope) -> None:
    """Try what has failed with it, unless it waits for its mandate."""
    if event.payment_method.kind != "sepa_debit":
        await collect_with_new_method(work, event.payment_method.customer_id)
