"""Find what a business's clock brings next, or waits for a while since it is under way at a provider."""

from datetime import datetime

from foyer_shared.storage.work import Work

from foyer_payments.storage.looking_again import oldest_under_way
from foyer_payments.storage.mandates import Mandates
from foyer_payments.storage.payment_methods import PaymentMethods
from foyer_payments.storage.payments import Payments


async def find_next_due(work: Work) -> datetime | None:
    """What was announced, a warning of a card's end and a mandate's lapse are due at their time, what a
    provider is about to decide since it was begun; what that is long about is waited for no more.
    """
    found = (
        await Mandates(work.session).next_lapse(work.scope),
        await PaymentMethods(work.session).next_warning(work.scope, work.now),
        await Payments(work.session).next_collection(work.scope),
        await oldest_under_way(work.session, work.scope),
    )
    return min((each for each in found if each is not None), default=None)
