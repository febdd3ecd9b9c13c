"""A business records a SEPA mandate that its customer has signed."""

from datetime import datetime

from foyer_shared.contracts.payments import MandateActivated
from foyer_shared.storage.sealing import Seal
from foyer_shared.storage.work import Work

from foyer_payments.domain.mandate import Mandate, draw_up, sign
from foyer_payments.gateways.iban_registry import read_iban
from foyer_payments.storage.businesses import Businesses
from foyer_payments.storage.mandates import Mandates
from foyer_payments.use_cases.put_in_wallet import put_in_wallet
from foyer_payments.use_cases.told import mandate_data


async def record_mandate(
    work: Work, seal: Seal, *, customer_id: str, iban: str, holder: str, signed_at: datetime | None = None
) -> Mandate:
    """It is active at once, with a payment method of its own; signed now unless a moment is given.

    Raises IbanMalformed, IbanOutsideSepa, HolderMalformed, SignedInFuture, NoCreditorIdentifier,
    BusinessNotKnownYet.
    """
    account = read_iban(iban)
    business = await Businesses(work.session).get(work.scope)
    waiting, method = draw_up(business, customer_id=customer_id, iban=account, holder=holder, now=work.now)
    mandate = sign(waiting, signed_at or work.now, now=work.now)
    await put_in_wallet(work, method)
    await Mandates(work.session).add(mandate, account, seal)
    work.announce(
        MandateActivated(mandate=mandate_data(mandate)),
        subject=mandate.id,
        version=mandate.version,
        customer_id=customer_id,
    )
    return mandate
