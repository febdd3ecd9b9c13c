"""Changes a customer's email when the link at the new address is opened."""

from dataclasses import replace

from foyer_shared.basics.clock import real_now
from foyer_shared.basics.errors import FoyerError
from foyer_shared.basics.origin import Actor, ActorKind, Origin, Scope
from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.audit import DONE, AuditEntry
from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.email_change import EmailChange, check_open
from foyer_portal_bff.domain.session import hash_token
from foyer_portal_bff.domain.signed_in import RequestMark
from foyer_portal_bff.gateways.callers import portal_caller
from foyer_portal_bff.gateways.invoicing import InvoicingClient
from foyer_portal_bff.storage.audit import Audit
from foyer_portal_bff.storage.email_changes import EmailChanges
from foyer_portal_bff.storage.picture import Picture


async def confirm_email_change(
    database: Database, invoicing: InvoicingClient, business: Business, token: str, request: RequestMark
) -> str:
    """The new email. Invoicing is called before the link is used up, with the change's id as its key: whoever
    was cut off in between can open the link once more. The address before is told by notifications.

    Raises EmailChangeLinkNotValid, EmailChangeLinkUsed, and what invoicing refuses.
    """
    async with database.session() as session:
        found = await EmailChanges(session).of_token(Scope(business.id), hash_token(token))
    change = check_open(found, real_now())
    actor = Actor(ActorKind.LOGIN, change.login_id)
    caller = replace(portal_caller(business, scope="invoicing:write", request_id=request.id), actor=actor)
    try:
        email = await invoicing.change_email(caller, change.customer_id, change.email, key=change.id)
    except FoyerError as refusal:
        await _note(database, change, request, actor, outcome=refusal.code)
        raise
    await _note(database, change, request, actor, outcome=DONE)
    return email


async def _note(
    database: Database, change: EmailChange, request: RequestMark, actor: Actor, *, outcome: str
) -> None:
    now = real_now()
    scope = Scope(change.business_id, change.customer_id)
    entry = AuditEntry(
        request=request,
        business_id=change.business_id,
        customer_id=change.customer_id,
        actor=actor,
        session_id=None,
        action="change_email",
        target=change.customer_id,
        outcome=outcome,
        at=now,
    )
    async with database.work(Origin(scope, actor, now, request.id)) as work:
        await Audit(work.session).add(entry)
        if outcome == DONE:
            await EmailChanges(work.session).use(change, now)
            await Picture(work.session).raise_counter(scope, "invoicing")
