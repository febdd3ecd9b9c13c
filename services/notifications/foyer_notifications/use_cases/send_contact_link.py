"""Mail the link by which a contact person says yes, and by which they may stop later."""

from urllib.parse import urlencode

from foyer_shared.storage.sealing import Seal
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import CONTACT_LINK
from foyer_notifications.domain.contact import LINK_VALID_FOR, Contact
from foyer_notifications.storage.businesses import Businesses
from foyer_notifications.storage.customers import Customers
from foyer_notifications.use_cases.send_confidential import send_confidential


async def send_contact_link(work: Work, seal: Seal, contact: Contact, token: str) -> None:
    """It is no customer's message: whoever has the address has not said yet that they want any.

    Raises BusinessNotKnownYet, CustomerNotKnownYet.
    """
    business = await Businesses(work.session).get(work.scope)
    customer = await Customers(work.session).get(work.scope, contact.customer_id)
    await send_confidential(
        work,
        seal,
        CONTACT_LINK,
        to=contact.details.email,
        customer_id=None,
        language=customer.language,
        link=business.page(f"/contact-persons/answer?{urlencode({'token': token})}"),
        values={
            "customer": customer.name,
            "days": LINK_VALID_FOR.days,
            "billing": contact.details.billing,
            "account": contact.details.account,
        },
        useful_for=LINK_VALID_FOR,
    )
