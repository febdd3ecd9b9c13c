"""Sends the mail of a sign-in."""

from datetime import timedelta
from urllib.parse import urlencode

import structlog
from foyer_shared.basics.errors import FoyerError

from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.sign_in import VALID_FOR
from foyer_portal_bff.domain.signed_in import RequestMark
from foyer_portal_bff.gateways.callers import portal_caller
from foyer_portal_bff.gateways.notifications import NotificationsClient
from foyer_portal_bff.use_cases.ask_to_sign_in import SignInMail

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def send_sign_in_mail(
    notifications: NotificationsClient, business: Business, mail: SignInMail, request: RequestMark
) -> None:
    """Ask notifications for it. It runs after the answer, so a failure is only noted: the code dies unused,
    and a new one can be asked for.
    """
    link = f"{business.portal_url}/sign-in/link?{urlencode({'token': mail.secrets.link_token})}"
    try:
        await notifications.send(
            portal_caller(business, scope="notifications:write", request_id=request.id),
            message="sign_in_code",
            to=mail.to,
            language=mail.language,
            values={
                "code": mail.secrets.code,
                "link": link,
                "minutes": VALID_FOR // timedelta(minutes=1),
            },
            key=mail.attempt_id,
        )
    except FoyerError as error:
        log.warning("sign_in_mail_not_sent", attempt=mail.attempt_id, code=error.code)
