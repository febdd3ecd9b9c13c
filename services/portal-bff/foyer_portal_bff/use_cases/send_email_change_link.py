"""Mails the link that proves a new address."""

from datetime import timedelta
from urllib.parse import urlencode

from foyer_portal_bff.domain.email_change import VALID_FOR
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.gateways.callers import portal_caller
from foyer_portal_bff.gateways.notifications import NotificationsClient
from foyer_portal_bff.use_cases.ask_email_change import EmailChangeMail


async def send_email_change_link(
    notifications: NotificationsClient, who: SignedIn, mail: EmailChangeMail, *, language: str
) -> None:
    """Ask notifications for it; raises what it refuses, so that whoever asked knows that nothing comes."""
    business = who.business
    await notifications.send(
        portal_caller(business, scope="notifications:write", request_id=who.request.id),
        message="email_change_link",
        to=mail.change.email,
        language=language,
        values={
            "link": f"{business.portal_url}/email-change?{urlencode({'token': mail.token})}",
            "hours": VALID_FOR // timedelta(hours=1),
        },
        key=mail.change.id,
    )
