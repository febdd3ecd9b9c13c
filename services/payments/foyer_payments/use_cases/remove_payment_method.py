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
from foyer_payments.domain.remove_method import best_of, check_may_go, removed
from foyer_payments.storage.mandates import Mandates
from foyer_payments.storage.payment_methods import MethodWithMandate, PaymentMethods
from foyer_payments.storage.subscriptions import Subscriptions
from foyer_payments.use_cases.told import mandate_data, method_data


async def remove_payment_method(work: Work, method_id: str) -> MethodWithMandate:
    """Its mandate is revoked, another one becomes the default if it was that, and a job tells its provider.
    Two removals at once see each other.

    Raises PaymentMethodNotFound, PaymentMethodNeeded.
    """
    methods = PaymentMethods(work.session)
    customer_id = await methods.customer_of(work.scope, method_id)
    await methods.lock_wallet(work.scope.business_id, customer_id)
    leaving = await methods.get_with_mandate(work.scope, method_id)
    all_of_them = await methods.list_page(work.scope, limit=None, customer_id=customer_id)
    rest = [each for each in all_of_them if each[0].id != method_id]
    needed_by = await Subscriptions(work.session).paid_automatically(work.scope, customer_id)
    check_may_go(leaving, rest, needed_by, work.now)
    method, mandate = removed(leaving[0], work.now), leaving[1]
    await methods.remove(method, look_at=real_now())
    _tell(work, PaymentMethodRemoved(payment_method=method_data(method)), method)
    if leaving[0].is_default:
        await _pass_on_default(work, best_of(rest, work.now))
    return method, await _revoke(work, mandate)


async def _pass_on_default(work: Work, heir: PaymentMethod | None) -> None:
    if heir is None:
        return
    default = replace(heir, is_default=True, version=heir.version + 1)
    await PaymentMethods(work.session).save(default)
    _tell(work, PaymentMethodDefaultChanged(payment_method=method_data(default)), default)


async def _revoke(work: Work, mandate: Mandate | None) -> Mandate | None:
    """One that is over already stays as it ended."""
    if mandate is None or MandateStatus.REVOKED not in MOVES[mandate.status]:
        return mandate
    revoked = revoke(mandate)
    await Mandates(work.session).save(revoked)
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
