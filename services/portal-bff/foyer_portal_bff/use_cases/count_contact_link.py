"""Counts a mail to somebody whom a customer names, so that nobody is flooded by way of us."""

from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.rate_limit import CONTACT_LINKS_OF_CUSTOMER
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.use_cases.count_calls import count_calls


async def count_contact_link(database: Database, who: SignedIn) -> None:
    """Raises `TooManyRequests` for one too many of the same customer."""
    bucket = CONTACT_LINKS_OF_CUSTOMER.bucket(who.business.id, who.customer_id)
    await count_calls(
        database,
        [(CONTACT_LINKS_OF_CUSTOMER, bucket)],
        refusal="Too many mails to contact persons. Wait a while.",
    )
