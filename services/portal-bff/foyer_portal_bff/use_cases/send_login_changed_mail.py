"""Sends the mail that says that there is another way to sign in with a login."""

from typing import Literal

import structlog
from foyer_shared.basics.errors import FoyerError

from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.signed_in import RequestMark
from foyer_portal_bff.gateways.callers import portal_caller
from foyer_portal_bff.gateways.notifications import NotificationsClient

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def send_login_changed_mail(
    notifications: NotificationsClient,
    business: Business,
    request: RequestMark,
    *,
    change: Literal["password_changed", "passkey_added", "passkey_removed"],
    to: str,
    language: str,
) -> None:
    """It runs after the answer, so a failure is only noted; the history of each customer says it too."""
    try:
        await notifications.send(
            portal_caller(business, scope="notifications:write", request_id=request.id),
            message="login_changed",
            to=to,
            language=language,
            values={
                "change": change,
                "device": request.device,
                "link": f"{business.portal_url}/settings/security",
            },
            key=f"{change}-{request.id}",
        )
    except FoyerError as error:
        log.warning("login_changed_mail_not_sent", change=change, code=error.code)
