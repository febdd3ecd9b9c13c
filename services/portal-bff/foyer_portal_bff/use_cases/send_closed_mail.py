"""Sends the mail that says that an account is closed."""

import structlog
from foyer_shared.basics.errors import FoyerError

from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.gateways.callers import portal_caller
from foyer_portal_bff.gateways.models.leaving import Closed
from foyer_portal_bff.gateways.notifications import NotificationsClient

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def send_closed_mail(
    notifications: NotificationsClient, who: SignedIn, closed: Closed, *, to: str, language: str
) -> None:
    """To an address that is forgotten everywhere else already, so a failure is only noted."""
    until = closed.documents_kept_until
    try:
        await notifications.send(
            portal_caller(who.business, scope="notifications:write", request_id=who.request_id),
            message="account_closed",
            to=to,
            language=language,
            values={"documents_kept_until": until.isoformat() if until else None},
            key=f"closed-{who.customer_id}-{to}",
        )
    except FoyerError as error:
        log.warning("closed_mail_not_sent", customer=who.customer_id, code=error.code)
