"""Counts what somebody declares without signing in, before it is recorded."""

from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.login import same_email
from foyer_portal_bff.domain.rate_limit import (
    DECLARATIONS_OF_ADDRESS,
    DECLARATIONS_OF_BUSINESS,
    RECEIPTS_OF_MAILBOX,
)
from foyer_portal_bff.use_cases.count_calls import count_calls


async def count_visitor_declaration(
    database: Database, *, business_id: str, address: str | None, receipt_to: str
) -> None:
    """Raises `TooManyRequests` for one too many from the same address, for the same mailbox, or in all."""
    buckets = [
        (DECLARATIONS_OF_BUSINESS, DECLARATIONS_OF_BUSINESS.bucket(business_id)),
        (RECEIPTS_OF_MAILBOX, RECEIPTS_OF_MAILBOX.bucket(business_id, same_email(receipt_to))),
    ]
    if address is not None:
        buckets.append((DECLARATIONS_OF_ADDRESS, DECLARATIONS_OF_ADDRESS.bucket(address)))
    await count_calls(database, buckets, refusal="Too many declarations. Wait a while.")
