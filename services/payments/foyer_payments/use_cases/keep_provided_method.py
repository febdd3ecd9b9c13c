"""A method that a provider keeps joins its customer's others."""

from foyer_shared.contracts.payments import MandateActivated
from foyer_shared.storage.sealing import Seal
from foyer_shared.storage.work import Work

from foyer_payments.domain.mandate import given_to_provider
from foyer_payments.domain.method_kinds import SEPA_DEBIT
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.domain.provided import ProvidedMethod
from foyer_payments.domain.provided_method import method_of
from foyer_payments.gateways.iban_registry import read_iban
from foyer_payments.storage.businesses import Businesses
from foyer_payments.storage.mandates import Mandates
from foyer_payments.storage.payment_methods import PaymentMethods
from foyer_payments.storage.payments import Payments
from foyer_payments.use_cases.put_in_wallet import put_in_wallet
from foyer_payments.use_cases.told import mandate_data


async def keep_provided_method(
    work: Work, seal: Seal, provided: ProvidedMethod, *, customer_id: str, account_id: str
) -> PaymentMethod:
    """Once for each token, as long as that can be charged: what was removed, or whose mandate is over, comes
    back as a new one. One for direct debit comes with its mandate, whose IBAN is sealed.
    """
    methods = PaymentMethods(work.session)
    await methods.lock_wallet(work.scope.business_id, customer_id)
    known = await methods.find_provided(work.scope, customer_id, account_id, provided.token)
    if known is not None and known.is_chargeable:
        return known
    if known is not None:
        await methods.forgotten(known.id)  # Its provider is not told to forget what is used again.
    method = await put_in_wallet(
        work,
        method_of(
            provided,
            business_id=work.scope.business_id,
            customer_id=customer_id,
            account_id=account_id,
            now=work.now,
        ),
    )
    if known is not None:
        await Payments(work.session).pass_on(known, method)
    if method.kind == SEPA_DEBIT:
        await _keep_mandate(work, seal, method, provided)
    return method


async def _keep_mandate(work: Work, seal: Seal, method: PaymentMethod, provided: ProvidedMethod) -> None:
    business = await Businesses(work.session).get(work.scope)
    mandates, reference = Mandates(work.session), provided.mandate_reference
    if reference is not None and await mandates.is_known(work.scope, reference):
        reference = None  # One that ended stays as it ended, with its own.
    iban = read_iban(provided.iban) if provided.iban else None
    mandate = given_to_provider(business, method, iban=iban, reference=reference, now=work.now)
    await mandates.add(mandate, iban, seal)
    work.announce(
        MandateActivated(mandate=mandate_data(mandate)),
        subject=mandate.id,
        version=mandate.version,
        customer_id=method.customer_id,
    )
