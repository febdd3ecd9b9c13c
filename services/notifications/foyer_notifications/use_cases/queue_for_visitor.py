"""Write to somebody who declared something without signing in, and of whom no more is known."""

from collections.abc import Mapping
from typing import Any

from foyer_shared.basics.clock import real_now
from foyer_shared.messaging.handlers import NotYet
from foyer_shared.storage.work import Work
from foyer_shared.telemetry.traces import current_traceparent

from foyer_notifications.domain.catalogue import MessageKind
from foyer_notifications.domain.delivery import USEFUL_FOR
from foyer_notifications.domain.errors import BusinessNotKnownYet
from foyer_notifications.domain.languages import choose_language
from foyer_notifications.domain.message import Suppression, new_message
from foyer_notifications.gateways.mail_templates import mail_templates
from foyer_notifications.storage.bounced_addresses import BouncedAddresses
from foyer_notifications.storage.businesses import Businesses
from foyer_notifications.storage.messages import Messages


async def queue_for_visitor(
    work: Work, kind: MessageKind, *, to: str, language: str, event_id: str, values: Mapping[str, Any]
) -> None:
    """One message for one event; it is in no customer's message centre. Raises NotYet while the copy of the
    business has not arrived.
    """
    try:
        business = await Businesses(work.session).get(work.scope)
    except BusinessNotKnownYet as missing:
        raise NotYet(missing.detail) from missing
    has_bounced = await BouncedAddresses(work.session).find(work.scope, to)
    language = choose_language(language, business.language)
    message = new_message(
        kind,
        business=business,
        customer_id=None,
        cause=event_id,
        to=to,
        language=language,
        content=mail_templates().write(kind, business=business, language=language, link=None, values=values),
        sealed=None,
        useful_for=USEFUL_FOR,
        now=work.now,
        real=real_now(),
        traceparent=current_traceparent(),
        suppressed_because=Suppression.ADDRESS_BOUNCED if has_bounced else None,
    )
    await Messages(work.session).add(message)
