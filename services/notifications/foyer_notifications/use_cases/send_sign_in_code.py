"""Mail a code and a link to somebody who wants to sign in."""

from dataclasses import dataclass, field
from datetime import timedelta

from foyer_shared.storage.sealing import Seal
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import SIGN_IN_CODE
from foyer_notifications.domain.message import Message
from foyer_notifications.use_cases.send_confidential import send_confidential


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
    return await send_confidential(
        work,
        seal,
        SIGN_IN_CODE,
        to=to,
        customer_id=customer_id,
        language=language,
        link=way_in.link,
        values={"code": way_in.code, "minutes": way_in.minutes},
        useful_for=timedelta(minutes=way_in.minutes),
    )
