"""The rule for changing a customer's details."""

from dataclasses import replace
from typing import TypedDict

from foyer_invoicing.domain.country import country_code
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.email_address import email_address
from foyer_invoicing.domain.language import language_tag


class CustomerChanges(TypedDict, total=False):
    """What is to be different; what is not named stays. None empties a detail that may be empty."""

    email: str
    name: str
    language: str
    country: str | None
    company: str | None
    phone: str | None
    vat_id: str | None


def change_customer(customer: Customer, changes: CustomerChanges) -> Customer:
    """The customer with the changes, one version on; the very same object when nothing differs.

    Raises EmailMalformed, LanguageMalformed, UnknownCountry.
    """
    kept = changes.copy()
    if "email" in kept:
        kept["email"] = email_address(kept["email"])
    if "language" in kept:
        kept["language"] = language_tag(kept["language"])
    if country := kept.get("country"):
        kept["country"] = country_code(country)
    changed = replace(customer, **kept)
    return customer if changed == customer else replace(changed, version=customer.version + 1)
