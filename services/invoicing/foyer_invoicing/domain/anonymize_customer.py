"""The rule for forgetting who a customer was."""

from dataclasses import replace
from datetime import datetime

from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.leaving import CustomerOwes

_NAME = "Anonymised"
_NO_MAILBOX = "anonymised.invalid"
"""Of a domain that never exists (RFC 2606)."""


def anonymize_customer(customer: Customer, *, owes: bool, now: datetime) -> Customer:
    """Without anything that says who it was, one version on; the very same object when that was done before.
    Country and language stay: taxes were due there. Raises CustomerOwes.
    """
    if customer.anonymized_at is not None:
        return customer
    if owes:
        raise CustomerOwes("Invoices of this customer are still open.")
    return replace(
        customer,
        name=_NAME,
        email=f"{customer.id}@{_NO_MAILBOX}",
        company=None,
        phone=None,
        tax_ids=(),
        billing_address=None,
        shipping_address=None,
        custom_fields={},
        anonymized_at=now,
        version=customer.version + 1,
    )
