"""The rules for asking the register of VAT ids about a customer's, and for what it answers."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.tax_id import EU_VAT, TaxId, Verification, VerificationStatus

ASKED_AGAIN_AFTER = timedelta(minutes=15)
"""When the register was away, or the process died while it asked."""
VERIFIED_AGAIN_AFTER = timedelta(days=30)
REFUSED_AGAIN_AFTER = timedelta(days=1)
"""A company may have registered meanwhile."""

_OPEN = (VerificationStatus.PENDING, VerificationStatus.UNAVAILABLE)


def to_ask(customer: Customer) -> tuple[str, ...]:
    """The VAT ids of the European Union that the register has not answered about; all of them where it has,
    since then it is time to ask again.
    """
    vat_ids = [one for one in customer.tax_ids if one.type == EU_VAT]
    return tuple(one.value for one in [one for one in vat_ids if _is_open(one)] or vat_ids)


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
    """The customer with the answers by the ids' values, one version on where they say something new; the very
    same object when nothing differs, as when the ids have gone meanwhile.
    """
    tax_ids = tuple(_answered(one, answers.get(one.value)) for one in customer.tax_ids)
    if tax_ids == customer.tax_ids:
        return customer
    is_new = [_said(one) for one in tax_ids] != [_said(one) for one in customer.tax_ids]
    return replace(customer, tax_ids=tax_ids, version=customer.version + is_new)


def newly_refused(before: Customer, after: Customer) -> tuple[TaxId, ...]:
    """Those that the register does not know, and about which it had not said so."""
    refused = {one.value for one in before.tax_ids if one.is_refused}
    return tuple(one for one in after.tax_ids if one.is_refused and one.value not in refused)


def holds_for(customer: Customer, answers: Mapping[str, Verification]) -> timedelta | None:
    """How long what the register has said is not asked about again; None where one answer is missing."""
    vat_ids = [one for one in customer.tax_ids if one.type == EU_VAT]
    was_away = any(one.status is VerificationStatus.UNAVAILABLE for one in answers.values())
    if not vat_ids or was_away or any(_is_open(one) for one in vat_ids):
        return None
    return REFUSED_AGAIN_AFTER if any(one.is_refused for one in vat_ids) else VERIFIED_AGAIN_AFTER


def _answered(tax_id: TaxId, answer: Verification | None) -> TaxId:
    """What the register has said counts until it says something else, also while it is away."""
    is_away = answer is not None and answer.status is VerificationStatus.UNAVAILABLE
    if tax_id.type != EU_VAT or answer is None or (is_away and not _is_open(tax_id)):
        return tax_id
    return replace(tax_id, verification=answer)


def _said(tax_id: TaxId) -> tuple[VerificationStatus, str | None] | None:
    known = tax_id.verification
    return (known.status, known.name) if known else None


def _is_open(tax_id: TaxId) -> bool:
    return tax_id.verification is None or tax_id.verification.status in _OPEN
