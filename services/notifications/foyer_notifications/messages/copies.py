"""The copies that events about businesses and customers carry."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import CustomerData
from foyer_shared.contracts.portal import BusinessData

from foyer_notifications.domain.business import Business, Mailing
from foyer_notifications.domain.customer import Customer


def business_of(data: BusinessData, envelope: Envelope) -> Business:
    """What mails need of it, with the version that orders copies."""
    return Business(
        id=data.business_id,
        version=envelope.subjectversion,
        name=data.brand.name,
        legal_name=data.legal_name,
        accent=data.brand.accent,
        language=data.language,
        zone=data.zone,
        mail=Mailing(data.mail),
        portal_url=data.portal_url,
        support_email=data.support_email,
        clock_offset=data.clock_offset,
    )


def customer_of(data: CustomerData, envelope: Envelope) -> Customer:
    """What mails need of it, with the version that orders copies."""
    return Customer(
        id=data.customer_id,
        business_id=envelope.businessid,
        version=envelope.subjectversion,
        name=data.name,
        email=data.email,
        language=data.language,
    )
