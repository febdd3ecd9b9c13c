"""A customer begins to add a payment method on a provider's page."""

from collections.abc import Mapping

from foyer_shared.basics.clock import real_now
from foyer_shared.basics.ids import new_id
from foyer_shared.storage.work import Work

from foyer_payments.domain.method_kinds import kinds_to_offer
from foyer_payments.domain.payment_setup import PaymentSetup
from foyer_payments.domain.return_address import return_address
from foyer_payments.storage.businesses import Businesses
from foyer_payments.storage.looking_again import FIRST_GAP
from foyer_payments.storage.payment_setups import PaymentSetups
from foyer_payments.storage.provider_accounts import ProviderAccounts


async def begin_setup(
    work: Work,
    openers: Mapping[str, object],
    *,
    customer_id: str,
    kind: str | None,
    language: str,
    return_path: str,
) -> PaymentSetup:
    """Of one kind, or of whichever the provider's page offers; the provider is asked after this.

    Raises UnknownMethodKind, KindNotForCurrency, KindNotForCountry, KindNotKept, ReturnPathMalformed,
    NoProviderAccount, BusinessNotKnownYet.
    """
    business = await Businesses(work.session).get(work.scope)
    kinds = kinds_to_offer(kind, business.currency, business.country, to_keep=True)
    account = await ProviderAccounts(work.session).in_use(work.scope, openers)
    setup_id = new_id("pset")
    setup = PaymentSetup(
        id=setup_id,
        business_id=business.id,
        customer_id=customer_id,
        account_id=account.id,
        kinds=kinds,
        currency=business.currency,
        language=language,
        return_url=return_address(business.portal_url, return_path, setup_id),
        created_at=work.now,
    )
    await PaymentSetups(work.session).add(setup, look_at=real_now() + FIRST_GAP)
    return setup
