"""Which method of a customer's an invoice is charged to, when nobody is there to say it."""

from foyer_shared.storage.work import Work

from foyer_payments.domain.payment import CARD_EXPIRED, NO_METHOD
from foyer_payments.domain.payment_method import MethodStatus, PaymentMethod
from foyer_payments.domain.provided import Failure
from foyer_payments.storage.payment_methods import PaymentMethods
from foyer_payments.storage.payments import Payments
from foyer_payments.storage.subscription_methods import SubscriptionMethods


async def choose_method(
    work: Work, customer_id: str, *, invoice_id: str, subscription_id: str | None
) -> PaymentMethod | Failure:
    """The one chosen for its subscription, else the default; the newest where these have expired or their
    mandates are over, or why there is none. Once it has failed for the invoice, the newest that was added
    since: that is why it was added.
    """
    methods = PaymentMethods(work.session)
    wanted = [
        each
        for each in (await _chosen(work, subscription_id), await methods.default_of(work.scope, customer_id))
        if each is not None
    ]
    used = next((each for each in wanted if not each.is_over(work.now)), None)
    if used is None:
        expired = any(each.status(work.now) is MethodStatus.EXPIRED for each in wanted)
        newest = await methods.newest_with_token(work.scope, customer_id, since=None, now=work.now)
        return newest or (CARD_EXPIRED if expired else NO_METHOD)
    failed_at = await Payments(work.session).failed_at(work.scope, invoice_id, used.id)
    if failed_at is None:
        return used
    return await methods.newest_with_token(work.scope, customer_id, since=failed_at, now=work.now) or used


async def _chosen(work: Work, subscription_id: str | None) -> PaymentMethod | None:
    if subscription_id is None:
        return None
    chosen = await SubscriptionMethods(work.session).chosen_for(work.scope, subscription_id)
    return None if chosen is None else await PaymentMethods(work.session).find(work.scope, chosen)
