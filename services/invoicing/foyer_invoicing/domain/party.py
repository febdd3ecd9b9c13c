"""Whom a document is between, as they were called and where they had their seat when it was made final."""

from dataclasses import dataclass

from foyer_shared.basics.addresses import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """The seller or the buyer (EN 16931, BG-4 and BG-7)."""

    name: str
    """In law: a company's where there is one."""
    contact: str | None = None
    """The person at the company."""
    email: str
    address: Address | None = None
    country: str
    """ISO 3166-1 alpha-2: that of the address, where there is one."""
    vat_id: str | None = None
    register_number: str | None = None
    """The seller's in the register of companies (BT-30)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """Both of a document, the language (BCP 47) that it is written in, and where the goods go (BG-15)."""

    seller: Party
    buyer: Party
    language: str
    ship_to: Address | None = None
