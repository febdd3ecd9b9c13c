"""A direct debit goes on with another account: by the same mandate, or by a new one in its place."""

from dataclasses import replace

from foyer_shared.contracts.payments import MandateAmended, PaymentMethodUpdated
from foyer_shared.storage.sealing import Seal
from foyer_shared.storage.work import Work

from foyer_payments.domain.mandate import Mandate, amend, masked
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.domain.payment_setup import PaymentSetup
from foyer_payments.domain.provided import ProvidedMethod
from foyer_payments.domain.provided_method import method_of
from foyer_payments.gateways.iban_registry import read_iban
from foyer_payments.storage.mandates import Mandates
from foyer_payments.storage.payment_methods import PaymentMethods
from foyer_payments.use_cases.keep_provided_method import keep_provided_method
from foyer_payments.use_cases.take_its_place import take_its_place
from foyer_payments.use_cases.told import mandate_data, method_data


async def amend_mandate(
    work: Work, seal: Seal, setup: PaymentSetup, provided: ProvidedMethod
) -> PaymentMethod:
    """The method that is collected with from now on: the same one where the provider went on with its
    mandate, else a new one, which pays for whatever that paid.
    """
    methods, mandates = PaymentMethods(work.session), Mandates(work.session)
    await methods.lock_wallet(work.scope.business_id, setup.customer_id)
    old = await methods.find(work.scope, setup.amends or "")
    mandate = await mandates.find_of_method(work.scope, setup.amends or "")
    if mandate is not None and provided.mandate_reference == mandate.reference:
        if old is not None and not mandate.status.is_over:
            return await _amend(work, seal, old, mandate, provided)
        provided = replace(provided, mandate_reference=None)  # It is over: this is another one.
    new = await keep_provided_method(
        work, seal, provided, customer_id=setup.customer_id, account_id=setup.account_id
    )
    if old is not None and old.id != new.id:
        await take_its_place(work, old, new)
    return new


async def _amend(
    work: Work, seal: Seal, old: PaymentMethod, mandate: Mandate, provided: ProvidedMethod
) -> PaymentMethod:
    shown = method_of(
        provided,
        business_id=old.business_id,
        customer_id=old.customer_id,
        account_id=old.account_id or "",
        now=work.now,
    )
    method = replace(
        old,
        label=shown.label,
        last4=shown.last4,
        holder=shown.holder,
        token=shown.token,
        version=old.version + 1,
    )
    iban = read_iban(provided.iban) if provided.iban else None
    amended = amend(mandate, iban_masked=masked(iban, method.last4), holder=method.holder, now=work.now)
    await PaymentMethods(work.session).amend(method)
    await Mandates(work.session).amend(amended, iban, seal)
    work.announce(
        PaymentMethodUpdated(payment_method=method_data(method)),
        subject=method.id,
        version=method.version,
        customer_id=method.customer_id,
    )
    work.announce(
        MandateAmended(mandate=mandate_data(amended), before=old.label, after=method.label),
        subject=amended.id,
        version=amended.version,
        customer_id=amended.customer_id,
    )
    return method
