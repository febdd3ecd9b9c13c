"""Carries a customer's command to the service that owns what it is about."""

from collections.abc import Awaitable
from typing import TypeVar

from foyer_shared.basics.clock import real_now
from foyer_shared.basics.errors import FoyerError, Kind
from foyer_shared.basics.origin import Scope
from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.audit import DONE, own_audit
from foyer_portal_bff.domain.portal_session import is_done_by
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.storage.audit import Audit
from foyer_portal_bff.storage.picture import Picture
from foyer_portal_bff.storage.portal_sessions import PortalSessions

T = TypeVar("T")


async def carry_out_command(
    database: Database, who: SignedIn, *, action: str, target: str | None, owner: str, call: Awaitable[T]
) -> T:
    """Make the call, then write down who did it and how it ended, and make the owner's part stale.

    No transaction is open during the call. A service that did not answer may have done it all the same, so
    its part is stale then too.
    """
    try:
        answer = await call
    except FoyerError as refusal:
        may_be_done = refusal.kind is Kind.UNAVAILABLE
        await _record(database, who, action, target, refusal.code, owner if may_be_done else None)
        raise
    await _record(database, who, action, target, DONE, owner, result_id=getattr(answer, "id", target))
    return answer


async def _record(
    database: Database,
    who: SignedIn,
    action: str,
    target: str | None,
    outcome: str,
    stale: str | None,
    *,
    result_id: str | None = None,
) -> None:
    entry = own_audit(who, action, target, real_now(), outcome=outcome)
    async with database.session() as session:
        await Audit(session).add(entry)
        if stale:
            await Picture(session).raise_counter(Scope(who.business.id, who.customer_id), stale)
        if who.portal_session and result_id and who.task and is_done_by(who.task, action):
            await PortalSessions(session).keep_result(who.portal_session, result_id)
