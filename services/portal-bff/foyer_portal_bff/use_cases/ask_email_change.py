"""Asks for a customer's email to change, with a fresh code from the login's own mail."""

from dataclasses import dataclass

from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.email_change import EmailChange, begin_change
from foyer_portal_bff.domain.sign_in import Purpose
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.storage.email_changes import EmailChanges
from foyer_portal_bff.use_cases.check_code import check_code


@dataclass(frozen=True, slots=True)
class EmailChangeMail:
    """What to send to the new address."""

    change: EmailChange
    token: str


async def ask_email_change(
    work: Work, who: SignedIn, email: str, *, code: str, key: bytes
) -> EmailChangeMail | None:
    """None when the code does not do. Whether the address is another customer's is not looked at: the answer
    is the same, and only whoever opens the link hears of it.
    """
    proved = await check_code(work, email=who.login.email, code=code, key=key, purpose=Purpose.CHANGE_EMAIL)
    if proved != who.login.id:
        return None
    change, token = begin_change(who, email, work.now)
    await EmailChanges(work.session).add(change)
    return EmailChangeMail(change, token)
