"""Tell a customer what has happened: write the catalogue's message and queue it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from foyer_shared.basics.clock import real_now
from foyer_shared.messaging.handlers import NotYet
from foyer_shared.storage.work import Work
from foyer_shared.telemetry.traces import current_traceparent

from foyer_notifications.domain.catalogue import MessageKind
from foyer_notifications.domain.contact import copies_of
from foyer_notifications.domain.customer import Customer
from foyer_notifications.domain.delivery import USEFUL_FOR
from foyer_notifications.domain.errors import BusinessNotKnownYet, CustomerNotKnownYet
from foyer_notifications.domain.languages import choose_language, written_in
from foyer_notifications.domain.message import Suppression, new_message
from foyer_notifications.gateways.mail_templates import mail_templates
from foyer_notifications.storage.bounced_addresses import BouncedAddresses
from foyer_notifications.storage.businesses import Businesses
from foyer_notifications.storage.contacts import Contacts
from foyer_notifications.storage.customers import Customers
from foyer_notifications.storage.messages import Messages
from foyer_notifications.storage.own_texts import OwnTexts
from foyer_notifications.storage.preferences import PreferencesOf


async def queue_message(
    work: Work,
    kind: MessageKind,
    *,
    customer_id: str,
    event_id: str,
    page: str,
    values: Mapping[str, Any],
    happened_at: datetime | None = None,
    ticket_id: str | None = None,
) -> None:
    """One message for one event, however often it comes; none for an anonymised customer. What they have
    switched off, or would bounce, is only recorded. `page` is the portal's, such as `/invoices/inv_…`;
    `happened_at` is for an event that tells of something long after, `ticket_id` what an
    answer to the mail belongs to.

    Raises NotYet while the copy of the business or of the customer has not arrived.
    """
    try:
        business = await Businesses(work.session).get(work.scope)
        customer = await Customers(work.session).get(work.scope, customer_id)
    except (BusinessNotKnownYet, CustomerNotKnownYet) as missing:
        raise NotYet(missing.detail) from missing
    if not customer.has_mailbox:
        return
    preferences = await PreferencesOf(work.session).get(work.scope, customer.id)
    because = None if preferences.wants(kind) else Suppression.SWITCHED_OFF
    if await BouncedAddresses(work.session).find(work.scope, customer.email):
        because = Suppression.ADDRESS_BOUNCED
    language = choose_language(customer.language, business.language)
    message = new_message(
        kind,
        business=business,
        customer_id=customer.id,
        cause=event_id,
        to=customer.email,
        language=language,
        content=mail_templates().write(
            kind,
            business=business,
            language=language,
            link=business.page(page),
            values=values,
            own=await OwnTexts(work.session).find(work.scope, kind.key, written_in(language)),
            customer_name=customer.name,
        ),
        sealed=None,
        useful_for=USEFUL_FOR,
        cc=await _in_copy(work, kind, customer),
        now=work.now,
        real=real_now(),
        happened_at=happened_at,
        traceparent=current_traceparent(),
        suppressed_because=because,
        ticket_id=ticket_id,
    )
    await Messages(work.session).add(message)


async def _in_copy(work: Work, kind: MessageKind, customer: Customer) -> tuple[str, ...]:
    copies = copies_of(kind.category)
    if copies is None:
        return ()
    found = await Contacts(work.session).addresses(work.scope, customer.id, copies)
    return tuple(address for address in found if address != customer.email)
