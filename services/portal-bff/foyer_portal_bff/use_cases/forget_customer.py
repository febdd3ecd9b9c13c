"""Forgets who a customer was, and who signed in for it."""

from datetime import datetime

from foyer_shared.storage.work import Work

from foyer_portal_bff.storage.forgetting import Forgetting


async def forget_customer(work: Work, customer_id: str, *, at: datetime) -> None:
    """The directory's own copy is cleaned by the event of its change; `at` is real time, as sessions are."""
    forgetting = Forgetting(work.session, work.scope, customer_id)
    await forgetting.words()
    await forgetting.logins(at)
