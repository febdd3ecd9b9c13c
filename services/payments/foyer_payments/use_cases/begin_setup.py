"""A customer begins to add a payment method on a provider's page."""

from collections.abc import Mapping

from foyer_shared.basics.clock import real_now
from foyer_shared.basics.ids import new_id
from foyer_shared.storage.work import Work

from foyer_payments.domain.default_method import check_usable
from foyer_payments.domain.errors import AmendedAndReplaced, NoMandateToAmend
from foyer_payments.domain.method_kinds import SEPA_DEBIT, kinds_to_offer
from foyer_payments.domain.payment_setup import PaymentSetup
from foyer_payments.domain.return_address import return_address
from foyer_payments.storage.businesses import Businesses
from foyer_payments.storage.looking_again import FIRST_GAP
from foyer_payments.storage.payment_methods import PaymentMethods
from foyer_payments.storage.payment_setups import PaymentSetups
from foyer_payments.storage.provider_accounts import ProviderAccounts
from foyer_payments.use_cases.find_deal import find_deal


async def begin_setup(
    work: Work,
    openers: Mapping[str, object],
    *,
    customer_id: str,
    kind: str | None,
    language: str,
    return_path: str,
    amends: str | None = None,
    replaces: str | None = None,
) -> PaymentSetup:
    """Of one kind, or of whichever the provider's page offers, or another account for what is collected by
    direct debit (`amends`); when it is there, it takes the place of another one (`replaces`). The provider is
    asked after this.

    Raises UnknownMethodKind, KindNotForCurrency, KindNotForCountry, KindNotForCustomer, KindNotApproved,
    KindNotKept, ReturnPathMalformed, NoProviderAccount, BusinessNotKnownYet, PaymentMethodNotFound,
    NoMandateToAmend, MandateOver, AmendedAndReplaced.
    """
    business = await Businesses(work.session).get(work.scope)
    if replaces is not None:
        if amends is not None:
            raise AmendedAndReplaced("Name the one method that is amended, or replaced.", field="replaces")
        await PaymentMethods(work.session).get_with_mandate(work.scope, replaces)
    if amends is None:
        account = await ProviderAccounts(work.session).in_use(work.scope, openers)
        deal = await find_deal(work, business, account, customer_id=customer_id, currency=business.currency)
        kinds, account_id = kinds_to_offer(kind, deal, to_keep=True), account.id
    else:
        kinds, account_id = (SEPA_DEBIT.name,), await _account_of(work, amends)
    setup_id = new_id("pset")
    setup = PaymentSetup(
        id=setup_id,
        business_id=business.id,
        customer_id=customer_id,
        account_id=account_id,
        kinds=kinds,
        currency=business.currency,
        language=language,
        return_url=return_address(business.portal_url, return_path, setup_id),
        created_at=work.now,
        amends=amends,
        replaces=replaces,
    )
    await PaymentSetups(work.session).add(setup, look_at=real_now() + FIRST_GAP)
    return setup


async def _account_of(work: Work, method_id: str) -> str:
    """Of a direct debit that a provider collects."""
    method, mandate = await PaymentMethods(work.session).get_with_mandate(work.scope, method_id)
    if mandate is None or method.token is None or method.account_id is None:
        raise NoMandateToAmend("This method has no mandate that could be changed here.", field="amends")
    check_usable(method, work.now)
    return method.account_id
