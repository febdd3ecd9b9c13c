"""A customer: the account that buys, a person or a company."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from foyer_shared.basics.errors import Conflict, NotFound

from foyer_invoicing.domain.vat_id import vat_country


class CustomerNotFound(NotFound):
    """There is no such customer for whoever asks."""


class EmailTaken(Conflict):
    """Another customer of this business has this email."""

    code = "email_taken"


class CustomerKind(StrEnum):
    """Whether a customer buys as a consumer or for a company."""

    PERSON = "person"
    COMPANY = "company"


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """The bill-to account. Email, language and country are in their kept forms."""

    id: str
    business_id: str
    email: str
    name: str
    language: str
    country: str | None
    company: str | None
    phone: str | None
    vat_id: str | None = None
    """Of a company in the European Union, checked by its country's digits."""
    created_at: datetime
    version: int = 1

    @property
    def kind(self) -> CustomerKind:
        """A customer with a company's name is a company."""
        return CustomerKind.COMPANY if self.company else CustomerKind.PERSON

    @property
    def vat_country(self) -> str | None:
        """The country of the VAT id, None without one."""
        return vat_country(self.vat_id) if self.vat_id else None
