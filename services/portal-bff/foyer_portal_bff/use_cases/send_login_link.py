"""Mails a link that leads to an account or to a new password."""

from datetime import timedelta
from typing import Literal
from urllib.parse import urlencode

import structlog
from foyer_shared.basics.errors import FoyerError

from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.signed_in import RequestMark
from foyer_portal_bff.gateways.callers import portal_caller
from foyer_portal_bff.gateways.notifications import NotificationsClient

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

_PATHS = {"register": "/register/link", "reset_password": "/sign-in/password/reset"}


async def send_login_link(
    notifications: NotificationsClient,
    business: Business,
    request: RequestMark,
    *,
    action: Literal["register", "reset_password"],
    to: str,
    language: str,
    token: str,
    valid_for: timedelta,
    key: str,
) -> None:
    """It runs after the answer, so a failure is only noted: a new link can be asked for."""
    try:
        await notifications.send(
            portal_caller(business, scope="notifications:write", request_id=request.id),
            message="login_link",
            to=to,
            language=language,
            values={
                "link": f"{business.portal_url}{_PATHS[action]}?{urlencode({'token': token})}",
                "action": action,
                "minutes": valid_for // timedelta(minutes=1),
            },
            key=key,
        )
    except FoyerError as error:
        log.warning("login_link_not_sent", key=key, code=error.code)
