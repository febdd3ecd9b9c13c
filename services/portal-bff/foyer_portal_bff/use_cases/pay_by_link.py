"""Somebody who has only the link of an invoice begins to pay it."""

from foyer_shared.basics.clock import real_now
from foyer_shared.basics.errors import FoyerError
from foyer_shared.basics.origin import Origin, Scope
from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.audit import DONE, AuditEntry
from foyer_portal_bff.domain.signed_in import RequestMark
from foyer_portal_bff.gateways.models.payments import Payment
from foyer_portal_bff.gateways.payments import Pay, PaymentsClient
from foyer_portal_bff.storage.audit import Audit
from foyer_portal_bff.storage.picture import Picture
from foyer_portal_bff.use_cases.open_invoice_link import OpenedInvoice


async def pay_by_link(
    database: Database,
    payments: PaymentsClient,
    opened: OpenedInvoice,
    request: RequestMark,
    *,
    return_path: str,
    language: str,
    idempotency_key: str | None,
) -> Payment:
    """All that is open, with a new way to pay, which is not kept. Raises what payments refuses."""
    asked = Pay(invoices=[(opened.invoice_id, None)], return_path=return_path, language=language)
    try:
        payment = await payments.pay(opened.caller, asked, idempotency_key=idempotency_key)
    except FoyerError as refusal:
        await _note(database, opened, request, outcome=refusal.code)
        raise
    await _note(database, opened, request, outcome=DONE)
    return payment


async def _note(database: Database, opened: OpenedInvoice, request: RequestMark, *, outcome: str) -> None:
    now, caller = real_now(), opened.caller
    scope = Scope(caller.business_id, caller.customer_id)
    entry = AuditEntry(
        request=request,
        business_id=caller.business_id,
        customer_id=caller.customer_id,
        actor=caller.actor,
        session_id=None,
        action="pay_by_link",
        target=opened.invoice_id,
        outcome=outcome,
        at=now,
    )
    async with database.work(Origin(scope, caller.actor, now, request.id)) as work:
        await Audit(work.session).add(entry)
        if outcome == DONE:
            await Picture(work.session).raise_counter(scope, "payments")
