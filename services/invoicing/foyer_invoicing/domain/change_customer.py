"""The rule for changing a customer's details."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypedDict

from foyer_shared.basics.addresses import Address
from foyer_shared.basics.countries import country_code
from foyer_shared.basics.custom_fields import Value
from foyer_shared.basics.email_address import email_address

from foyer_invoicing.domain.customer import Customer, CustomerIsAnonymized
from foyer_invoicing.domain.customer_country import with_country_of_address
from foyer_invoicing.domain.language import language_tag
from foyer_invoicing.domain.tax_id import TaxId, with_vat_id, with_verifications


class CustomerChanges(TypedDict, total=False):
    """What is to be different; what is not named stays. None empties a detail that may be empty."""

    email: str
    name: str
    language: str
    country: str | None
    company: str | None
    phone: str | None
    tax_ids: tuple[TaxId, ...]
    vat_id: str | None
    """In the place of whatever VAT id of the European Union is there."""
    billing_address: Address | None
    shipping_address: Address | None
    custom_fields: Mapping[str, Value]


def change_customer(customer: Customer, changes: CustomerChanges) -> Customer:
    """The customer with the changes, one version on; the very same object when nothing differs.

    A new billing address brings its country along. Raises CountryNotOfAddress, CustomerIsAnonymized,
    EmailMalformed, LanguageMalformed, UnknownCountry.
    """
    if customer.anonymized_at is not None:
        raise CustomerIsAnonymized("Who this customer was is forgotten.")
    kept = changes.copy()
    if "email" in kept:
        kept["email"] = email_address(kept["email"])
    if "language" in kept:
        kept["language"] = language_tag(kept["language"])
    if country := kept.get("country"):
        kept["country"] = country_code(country)
    if "vat_id" in kept:
        kept["tax_ids"] = with_vat_id(kept.get("tax_ids", customer.tax_ids), kept["vat_id"])
    if "tax_ids" in kept:
        kept["tax_ids"] = with_verifications(kept["tax_ids"], customer.tax_ids)
    details: dict[str, Any] = {name: value for name, value in kept.items() if name != "vat_id"}
    changed = with_country_of_address(replace(customer, **details), said="country" in kept)
    return customer if changed == customer else replace(changed, version=customer.version + 1)
