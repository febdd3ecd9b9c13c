"""Sends the mail with a fresh code, before something that only whoever is signed in may do."""

from datetime import timedelta

import structlog
from foyer_shared.basics.errors import FoyerError

from foyer_portal_bff.domain.sign_in import VALID_FOR, Purpose
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.gateways.callers import portal_caller
from foyer_portal_bff.gateways.notifications import NotificationsClient
from foyer_portal_bff.use_cases.ask_to_sign_in import SignInMail

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def send_confirmation_mail(
    notifications: NotificationsClient, who: SignedIn, purpose: Purpose, mail: SignInMail
) -> None:
    """Ask notifications for it. It runs after the answer, so a failure is only noted: the code dies unused,
    and a new one can be asked for. The link of the mail is told to nobody.
    """
    try:
        await notifications.send(
            portal_caller(who.business, scope="notifications:write", request_id=who.request.id),
            message="confirmation_code",
            to=mail.to,
            language=mail.language,
            values={
                "code": mail.secrets.code,
                "action": purpose.value,
                "minutes": VALID_FOR // timedelta(minutes=1),
            },
            key=mail.attempt_id,
        )
    except FoyerError as error:
        log.warning("confirmation_mail_not_sent", attempt=mail.attempt_id, code=error.code)
