"""What the edge reads from invoicing's answer to a new customer."""

from foyer_portal_bff.gateways.models.tolerant import Tolerant


class MadeCustomer(Tolerant):
    """As much as the directory needs."""

    id: str
    name: str
    email: str
    company: str | None = None
    language: str | None = None
