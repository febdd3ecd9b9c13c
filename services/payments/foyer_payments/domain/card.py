"""What Foyer keeps of a card."""

import re
from datetime import datetime

from foyer_shared.basics.ids import new_id

from foyer_payments.domain.errors import CardExpired, LastFourMalformed, UnknownCardBrand
from foyer_payments.domain.expiry import Expiry
from foyer_payments.domain.holder import holder_name
from foyer_payments.domain.method_kinds import MethodKind
from foyer_payments.domain.payment_method import PaymentMethod

BRANDS = {
    "amex": "American Express",
    "cartes_bancaires": "Cartes Bancaires",
    "diners": "Diners Club",
    "discover": "Discover",
    "jcb": "JCB",
    "maestro": "Maestro",
    "mastercard": "Mastercard",
    "unionpay": "UnionPay",
    "visa": "Visa",
}
"""Each brand's name for programs and for people."""

_LAST_FOUR = re.compile(r"[0-9]{4}")


def new_card(
    *,
    business_id: str,
    customer_id: str,
    kind: MethodKind,
    brand: str,
    last4: str,
    expires_on: Expiry,
    holder: str,
    now: datetime,
) -> PaymentMethod:
    """A card that works; raises UnknownCardBrand, LastFourMalformed, CardExpired, HolderMalformed."""
    if brand not in BRANDS:
        raise UnknownCardBrand(f"The brands are {', '.join(BRANDS)}.", field="brand")
    if _LAST_FOUR.fullmatch(last4) is None:
        raise LastFourMalformed("Send the last four digits of the card, and no others.", field="last4")
    if expires_on.is_over(now):
        raise CardExpired("This card has expired.", field="exp_month")
    return PaymentMethod(
        id=new_id("pm"),
        business_id=business_id,
        customer_id=customer_id,
        kind=kind,
        label=f"{BRANDS[brand]} ···{last4}",
        brand=brand,
        last4=last4,
        expires_on=expires_on,
        holder=holder_name(holder),
        added_at=now,
    )
