"""Queues a message whose words are for its reader's eyes only."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from foyer_shared.basics.clock import real_now
from foyer_shared.storage.sealing import Seal
from foyer_shared.storage.work import Work
from foyer_shared.telemetry.traces import current_traceparent

from foyer_notifications.domain.catalogue import MessageKind
from foyer_notifications.domain.languages import choose_language
from foyer_notifications.domain.message import Message, new_message
from foyer_notifications.gateways.mail_templates import mail_templates
from foyer_notifications.storage.businesses import Businesses
from foyer_notifications.storage.messages import Messages
from foyer_notifications.storage.sealed_words import seal_words


async def send_confidential(
    work: Work,
    seal: Seal,
    kind: MessageKind,
    *,
    to: str,
    customer_id: str | None,
    language: str,
    link: str | None,
    values: Mapping[str, Any],
    useful_for: timedelta,
) -> Message:
    """Queued with its words sealed; it is not tried longer than it is useful. Raises BusinessNotKnownYet."""
    business = await Businesses(work.session).get(work.scope)
    language = choose_language(language, business.language)
    words = mail_templates().write(kind, business=business, language=language, link=link, values=values)
    message = new_message(
        kind,
        business=business,
        customer_id=customer_id,
        cause=work.origin.causation_id,
        to=to,
        language=language,
        content=mail_templates().write_masked(words, business=business, language=language),
        sealed=seal_words(words, seal),
        useful_for=useful_for,
        now=work.now,
        real=real_now(),
        traceparent=current_traceparent(),
    )
    await Messages(work.session).add(message)
    return message
