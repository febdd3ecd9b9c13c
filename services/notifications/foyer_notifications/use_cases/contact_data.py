"""A contact person as events tell of them."""

from dataclasses import asdict

from foyer_shared.contracts.notifications import ContactData

from foyer_notifications.domain.contact import Contact


def contact_data(contact: Contact) -> ContactData:
    """The contract's form."""
    return ContactData(
        contact_id=contact.id,
        customer_id=contact.customer_id,
        status=contact.status.value,
        **asdict(contact.details),
    )
