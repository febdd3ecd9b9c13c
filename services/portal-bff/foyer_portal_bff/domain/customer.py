"""The portal's directory of customers: a copy of invoicing's, as much as sign-in and the edge need."""

from dataclasses import dataclass

from foyer_shared.basics.errors import NotFound


class CustomerNotFound(NotFound):
    """The business has no such customer."""

    code = "customer_not_found"


@dataclass(frozen=True, slots=True)
class Customer:
    """An account that buys."""

    id: str
    version: int
    business_id: str
    name: str
    email: str
    company: str | None
    language: str
