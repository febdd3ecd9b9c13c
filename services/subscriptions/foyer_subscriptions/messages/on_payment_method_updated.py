"""A payment method was brought up to date."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.payments import PaymentMethodUpdated
from foyer_shared.storage.work import Work

from foyer_subscriptions.use_cases.remember_payment_method import remember_payment_method


async def on_payment_method_updated(work: Work, event: PaymentMethodUpdated, envelope: Envelope) -> None:
    await remember_payment_method(
        work,
        payment_method_id=event.payment_method.payment_method_id,
        customer_id=event.payment_method.customer_id,
        kind=event.payment_method.kind,
        version=envelope.subjectversion,
    )
