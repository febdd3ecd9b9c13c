"""A method that a provider keeps, as Foyer shows it."""

from datetime import datetime

from foyer_shared.basics.ids import new_id

from foyer_payments.domain.card import BRANDS
from foyer_payments.domain.method_kinds import KINDS
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.domain.provided import ProvidedMethod


def is_kept_here(provided: ProvidedMethod) -> bool:
    """Whether its kind is known, and is one that can be saved."""
    return provided.kind in KINDS and KINDS[provided.kind].can_be_saved


def method_of(
    provided: ProvidedMethod, *, business_id: str, customer_id: str, account_id: str, now: datetime
) -> PaymentMethod:
    """The method, masked, with the token by which it is charged."""
    kind = KINDS[provided.kind]
    name = BRANDS.get(provided.brand or "", kind.label)
    return PaymentMethod(
        id=new_id("pm"),
        business_id=business_id,
        customer_id=customer_id,
        kind=kind,
        label=f"{name} ···{provided.last4}" if provided.last4 else name,
        brand=provided.brand,
        last4=provided.last4,
        expires_on=provided.expires_on,
        holder=provided.holder,
        added_at=now,
        account_id=account_id,
        token=provided.token,
    )
