"""Payment methods and mandates in the words of the events that tell of them."""

from foyer_shared.contracts.payments import MandateData, PaymentMethodData

from foyer_payments.domain.mandate import Mandate
from foyer_payments.domain.payment_method import PaymentMethod


def method_data(method: PaymentMethod) -> PaymentMethodData:
    """The method after the change, masked."""
    return PaymentMethodData(
        payment_method_id=method.id,
        customer_id=method.customer_id,
        kind=method.kind.name,
        label=method.label,
        is_default=method.is_default,
    )


def mandate_data(mandate: Mandate) -> MandateData:
    """The mandate after the change, without its IBAN."""
    return MandateData(
        mandate_id=mandate.id,
        payment_method_id=mandate.payment_method_id,
        customer_id=mandate.customer_id,
        reference=mandate.reference,
    )
