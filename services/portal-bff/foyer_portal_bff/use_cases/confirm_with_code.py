"""Makes sure that it is still the login itself who asks: by the code from the newest mail to its address."""

from foyer_shared.basics.clock import real_now
from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.sign_in import CodeNotValid, Purpose
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.use_cases.check_code import check_code


async def confirm_with_code(
    database: Database, who: SignedIn, code: str, *, key: bytes, purpose: Purpose, target: str = ""
) -> None:
    """Raises CodeNotValid, after the count of wrong codes has committed."""
    async with database.work(who.origin(real_now())) as work:
        proved = await check_code(
            work, email=who.login.email, code=code, key=key, purpose=purpose, target=target
        )
    if proved != who.login.id:
        raise CodeNotValid("This code is not right, or no longer valid. Ask for a new one.", field="code")
