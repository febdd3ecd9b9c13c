"""Between whom money is about to move."""

from foyer_shared.storage.work import Work

from foyer_payments.domain.business import Business
from foyer_payments.domain.method_kinds import Deal
from foyer_payments.domain.provider_account import ProviderAccount
from foyer_payments.storage.customers import Customers


async def find_deal(
    work: Work, business: Business, account: ProviderAccount, *, customer_id: str, currency: str
) -> Deal:
    """What is known of both, and what the account's provider has agreed to."""
    return Deal(
        currency=currency,
        business_in=business.country,
        customer_in=await Customers(work.session).country(work.scope, customer_id),
        approved=frozenset(account.approved_kinds),
    )
