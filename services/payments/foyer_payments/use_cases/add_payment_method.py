"""A business adds a payment method that is known by its details: a card."""

from foyer_shared.storage.work import Work

from foyer_payments.domain.card import new_card
from foyer_payments.domain.expiry import Expiry
from foyer_payments.domain.method_kinds import kind_made_by_details
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.use_cases.put_in_wallet import put_in_wallet


async def add_payment_method(
    work: Work,
    *,
    customer_id: str,
    kind: str,
    brand: str,
    last4: str,
    expires_on: Expiry,
    holder: str,
    default: bool = False,
) -> PaymentMethod:
    """Raises UnknownMethodKind, MandateNeeded, UnknownCardBrand, LastFourMalformed, CardExpired,
    HolderMalformed.
    """
    card = new_card(
        business_id=work.scope.business_id,
        customer_id=customer_id,
        kind=kind_made_by_details(kind),
        brand=brand,
        last4=last4,
        expires_on=expires_on,
        holder=holder,
        now=work.now,
    )
    return await put_in_wallet(work, card, default=default)
