"""A payment method is removed, unless a subscription needs it."""

from dataclasses import replace

from foyer_shared.basics.clock import real_now
from foyer_shared.contracts.payments import (
    MandateRevoked,
    PaymentMethodDefaultChanged,
    PaymentMethodRemoved,
)
from foyer_shared.storage.work import Work

from foyer_payments.domain.mandate import Mandate, revoke
from foyer_payments.domain.mandate_states import MOVES, MandateStatus
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.domain.remove_method import removed
from foyer_payments.storage.mandates import Mandates
from foyer_payments.storage.payment_methods import MethodWithMandate, PaymentMethods
from foyer_payments.storage.subscription_methods import SubscriptionMethods
from foyer_payments.use_cases.look_at_removal import look_at_removal
from foyer_payments.use_cases.told import mandate_data, method_data


async def remove_payment_method(
    work: Work, method_id: str, *, is_replaced: bool = False
) -> MethodWithMandate:
    """Its mandate is revoked, another one becomes the default if it was that, and a job tells its provider.
    Two removals at once see each other. One that is replaced goes whatever needs it: that has another by now.

    Raises PaymentMethodNotFound, PaymentMethodNeeded.
    """
    methods = PaymentMethods(work.session)
    customer_id = await methods.customer_of(work.scope, method_id)
    await methods.lock_wallet(work.scope.business_id, customer_id)
    removal = await look_at_removal(work, method_id)
    if not is_replaced:
        removal.check()
    method = removed(removal.leaving[0], work.now)
    await methods.remove(method, look_at=real_now())
    await SubscriptionMethods(work.session).forget_method(work.scope, method_id)
    _tell(work, PaymentMethodRemoved(payment_method=method_data(method)), method)
    if removal.heir is not None:
        await _pass_on_default(work, removal.heir)
    return method, await _revoke(work, method_id)


async def _pass_on_default(work: Work, heir: PaymentMethod) -> None:
    default = replace(heir, is_default=True, version=heir.version + 1)
    await PaymentMethods(work.session).save(default)
    _tell(work, PaymentMethodDefaultChanged(payment_method=method_data(default)), default)


async def _revoke(work: Work, method_id: str) -> Mandate | None:
    """One that is over already stays as it ended; it may lapse at the same time."""
    mandates = Mandates(work.session)
    mandate = await mandates.find_of_method(work.scope, method_id)
    if mandate is None or MandateStatus.REVOKED not in MOVES[mandate.status]:
        return mandate
    revoked = revoke(mandate)
    await mandates.save(revoked)
    work.announce(
        MandateRevoked(mandate=mandate_data(revoked)),
        subject=revoked.id,
        version=revoked.version,
        customer_id=revoked.customer_id,
    )
    return revoked


def _tell(
    work: Work, event: PaymentMethodRemoved | PaymentMethodDefaultChanged, method: PaymentMethod
) -> None:
    work.announce(event, subject=method.id, version=method.version, customer_id=method.customer_id)
