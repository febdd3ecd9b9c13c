"""What a customer may add now."""

from collections.abc import Mapping

from foyer_shared.storage.work import Work

from foyer_payments.domain.errors import NoProviderAccount
from foyer_payments.domain.method_kinds import KINDS, MethodKind, kinds_to_offer
from foyer_payments.storage.businesses import Businesses
from foyer_payments.storage.provider_accounts import ProviderAccounts
from foyer_payments.use_cases.find_deal import find_deal


async def find_kinds_to_add(work: Work, openers: Mapping[str, object], customer_id: str) -> list[MethodKind]:
    """The kinds of which the provider's page offers to add one, none without a provider. Raises
    BusinessNotKnownYet.
    """
    business = await Businesses(work.session).get(work.scope)
    try:
        account = await ProviderAccounts(work.session).in_use(work.scope, openers)
    except NoProviderAccount:
        return []
    deal = await find_deal(work, business, account, customer_id=customer_id, currency=business.currency)
    return [KINDS[name] for name in kinds_to_offer(None, deal, to_keep=True)]
