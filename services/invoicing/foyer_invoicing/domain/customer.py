"""A customer: the account that buys, a person or a company."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from foyer_shared.basics.addresses import Address
from foyer_shared.basics.custom_fields import Value
from foyer_shared.basics.errors import Conflict, NotFound

from foyer_invoicing.domain.tax_id import EU_VAT, TaxId
from foyer_invoicing.domain.vat_id import vat_country


class CustomerNotFound(NotFound):
    """There is no such customer for whoever asks."""


class EmailTaken(Conflict):
    """Another customer of this business has this email."""

    code = "email_taken"


class CustomerIsAnonymized(Conflict):
    """Who it was is forgotten; there are no details to change."""

    code = "customer_anonymized"


class CustomerKind(StrEnum):
    """Whether a customer buys as a consumer or for a company."""

    PERSON = "person"
    COMPANY = "company"


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """The bill-to account. Email, language, country and addresses are in their kept forms."""

    id: str
    business_id: str
    email: str
    name: str
    language: str
    country: str | None
    """That of the billing address, where there is one."""
    company: str | None
    phone: str | None
    tax_ids: tuple[TaxId, ...] = ()
    billing_address: Address | None = None
    shipping_address: Address | None = None
    """None when it is the same as the billing address."""
    custom_fields: Mapping[str, Value] = field(default_factory=dict)
    created_at: datetime
    anonymized_at: datetime | None = None
    """Since then nothing says any more who it was."""
    version: int = 1

    @property
    def kind(self) -> CustomerKind:
        """A customer with a company's name is a company."""
        return CustomerKind.COMPANY if self.company else CustomerKind.PERSON

    @property
    def vat_id(self) -> str | None:
        """That of a company in the European Union: its country's, else the first one."""
        counting = self._counting_vat_id
        return counting.value if counting else None

    @property
    def vat_id_is_refused(self) -> bool:
        """Whether the register does not know the VAT id."""
        counting = self._counting_vat_id
        return counting is not None and counting.is_refused

    @property
    def vat_country(self) -> str | None:
        """The country of the VAT id, None without one."""
        return vat_country(self.vat_id) if self.vat_id else None

    @property
    def _counting_vat_id(self) -> TaxId | None:
        found = [tax_id for tax_id in self.tax_ids if tax_id.type == EU_VAT]
        own = (one for one in found if vat_country(one.value) == self.country)
        return next(own, found[0] if found else None)
