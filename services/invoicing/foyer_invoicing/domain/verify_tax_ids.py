"""The rules for asking the register of VAT ids about a customer's, and for what it answers."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.tax_id import EU_VAT, TaxId, Verification, VerificationStatus

ASKED_AGAIN_AFTER = timedelta(minutes=15)
"""When the register was away, or the process died while it asked."""

_OPEN = (VerificationStatus.PENDING, VerificationStatus.UNAVAILABLE)


def to_ask(customer: Customer) -> tuple[str, ...]:
    """The VAT ids of the European Union that the register has not answered about."""
    return tuple(one.value for one in customer.tax_ids if _is_open(one))


def is_unasked(customer: Customer) -> bool:
    """Whether one of them is new."""
    return any(one.type == EU_VAT and one.verification is None for one in customer.tax_ids)


def asked(customer: Customer) -> Customer:
    """The customer whose new ones are being looked up; nothing that others are told."""
    pending = Verification(status=VerificationStatus.PENDING)
    tax_ids = tuple(
        replace(one, verification=one.verification or pending) if one.type == EU_VAT else one
        for one in customer.tax_ids
    )
    return replace(customer, tax_ids=tax_ids)


def answered(customer: Customer, answers: Mapping[str, Verification]) -> Customer:
    """The customer with the answers by the ids' values, one version on; the very same object when nothing
    differs, as when the ids have gone meanwhile.
    """
    tax_ids = tuple(
        replace(one, verification=answers[one.value]) if _is_open(one) and one.value in answers else one
        for one in customer.tax_ids
    )
    if tax_ids == customer.tax_ids:
        return customer
    return replace(customer, tax_ids=tax_ids, version=customer.version + 1)


def _is_open(tax_id: TaxId) -> bool:
    return tax_id.type == EU_VAT and (tax_id.verification is None or tax_id.verification.status in _OPEN)
