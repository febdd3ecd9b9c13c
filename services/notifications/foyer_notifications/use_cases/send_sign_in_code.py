"""Mail a code and a link to somebody who wants to sign in."""

from dataclasses import dataclass, field
from datetime import timedelta

from foyer_shared.basics.clock import real_now
from foyer_shared.storage.sealing import Seal
from foyer_shared.storage.work import Work
from foyer_shared.telemetry.traces import current_traceparent

from foyer_notifications.domain.catalogue import SIGN_IN_CODE
from foyer_notifications.domain.languages import choose_language
from foyer_notifications.domain.message import Message, new_message
from foyer_notifications.gateways.mail_templates import mail_templates
from foyer_notifications.storage.businesses import Businesses
from foyer_notifications.storage.messages import Messages
from foyer_notifications.storage.sealed_words import seal_words


@dataclass(frozen=True, slots=True, kw_only=True)
class WayIn:
    """Both ways to sign in once, and for how many minutes. Not for logs."""

    code: str = field(repr=False)
    link: str = field(repr=False)
    minutes: int


async def send_sign_in_code(
    work: Work, seal: Seal, *, to: str, customer_id: str | None, language: str, way_in: WayIn
) -> Message:
    """Queued with its words sealed; it is not tried longer than the code is good for.

    Raises BusinessNotKnownYet.
    """
    business = await Businesses(work.session).get(work.scope)
    language = choose_language(language, business.language)
    words = mail_templates().write(
        SIGN_IN_CODE,
        business=business,
        language=language,
        link=way_in.link,
        values={"code": way_in.code, "minutes": way_in.minutes},
    )
    message = new_message(
        SIGN_IN_CODE,
        business=business,
        customer_id=customer_id,
        cause=work.origin.causation_id,
        to=to,
        language=language,
        content=mail_templates().write_masked(words, business=business, language=language),
        sealed=seal_words(words, seal),
        useful_for=timedelta(minutes=way_in.minutes),
        now=work.now,
        real=real_now(),
        traceparent=current_traceparent(),
    )
    await Messages(work.session).add(message)
    return message
