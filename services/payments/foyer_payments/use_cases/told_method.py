"""What events say of a payment method."""

from foyer_shared.contracts.payments import PaymentMethodData

from foyer_payments.domain.payment_method import PaymentMethod


def told_method(method: PaymentMethod) -> PaymentMethodData:
    """What its customer recognises it by, and whether it is the default."""
    return PaymentMethodData(
        payment_method_id=method.id,
        customer_id=method.customer_id,
        kind=method.kind.name,
        label=method.label,
        is_default=method.is_default,
    )
