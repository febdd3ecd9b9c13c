"""A fresh code by mail, before something that only whoever is signed in may do."""

from fastapi import BackgroundTasks
from foyer_shared.basics.clock import real_now

from foyer_portal_bff.api.portal import Portal
from foyer_portal_bff.domain.sign_in import Purpose
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.use_cases.ask_to_sign_in import ask_to_sign_in
from foyer_portal_bff.use_cases.send_confirmation_mail import send_confirmation_mail


async def send_code(
    portal: Portal, who: SignedIn, purpose: Purpose, later: BackgroundTasks, *, target: str = ""
) -> None:
    """Mail a code to the login's own address, after the answer; good for one `target` alone if that is told.
    Raises `TooManyRequests`.
    """
    async with portal.database.work(who.origin(real_now())) as work:
        mail = await ask_to_sign_in(
            work, who.login.email, key=portal.code_key, purpose=purpose, target=target
        )
    if mail:
        later.add_task(send_confirmation_mail, portal.services.notifications, who, purpose, mail)
