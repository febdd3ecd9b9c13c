"""Begins a sign-in: makes the code and the link of one mail."""

from dataclasses import dataclass

from foyer_shared.http.refusals import TooManyRequests
from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.login import same_email
from foyer_portal_bff.domain.sign_in import Purpose, Secrets, begin_attempt, new_secrets, seconds_to_wait
from foyer_portal_bff.storage.logins import Logins
from foyer_portal_bff.storage.sign_ins import SignIns


@dataclass(frozen=True, slots=True)
class SignInMail:
    """What to send, to whom. `attempt_id` makes sending it twice harmless."""

    attempt_id: str
    to: str
    language: str
    secrets: Secrets


async def ask_to_sign_in(
    work: Work, email: str, *, key: bytes, purpose: Purpose = Purpose.SIGN_IN, target: str = ""
) -> SignInMail | None:
    """The mail to send, None when nobody has this address; `purpose` is what its code is good for, for one
    `target` alone if that is told. Raises `TooManyRequests` while the last attempt is unused and younger than
    a minute. Known or not, the work is the same, so that neither the answer nor its time tells which.
    """
    email = same_email(email)
    sign_ins, logins = SignIns(work.session), Logins(work.session)
    await sign_ins.take_turns(work.scope, email)
    wait = seconds_to_wait(await sign_ins.latest_for_update(work.scope, email, purpose), work.now)
    if wait:
        raise TooManyRequests("Wait before you ask for another code.", retry_after=wait)
    login = await logins.find_by_email(work.scope, email)
    accounts = await logins.accounts(work.scope, login.id if login else "", work.now)
    mail = new_secrets()
    attempt = begin_attempt(
        business_id=work.scope.business_id,
        email=email,
        login_id=login.id if login and accounts else None,
        mail=mail,
        key=key,
        now=work.now,
        purpose=purpose,
        target=target,
    )
    await sign_ins.add(attempt)
    if login is None or not accounts:
        return None
    return SignInMail(attempt.id, login.email, login.language or accounts[0].language, mail)
