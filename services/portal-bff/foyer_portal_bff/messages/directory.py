"""How the events of customers become the directory's customers."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import CustomerData

from foyer_portal_bff.domain.customer import Customer


def as_customer(data: CustomerData, envelope: Envelope) -> Customer:
    """The directory's customer, in the event's version."""
    return Customer(
        id=data.customer_id,
        version=envelope.subjectversion,
        business_id=envelope.businessid,
        name=data.name,
        email=data.email,
        company=data.company,
        language=data.language,
    )
