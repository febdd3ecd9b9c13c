"""A customer: the account that buys, a person or a company."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from foyer_shared.basics.errors import Conflict, NotFound


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
    created_at: datetime
    version: int = 1

    @property
    def kind(self) -> CustomerKind:
        """A customer with a company's name is a company."""
        return CustomerKind.COMPANY if self.company else CustomerKind.PERSON
