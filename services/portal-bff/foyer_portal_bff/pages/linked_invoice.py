"""One invoice by the link of a mail, without signing in: read it, save it, pay it."""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Path, Query, Response
from fastapi.responses import RedirectResponse
from foyer_shared.basics.errors import FoyerError, NotFound
from foyer_shared.http.problems import status_of

from foyer_portal_bff.api.streams import passed_on
from foyer_portal_bff.domain.portal_configuration import Switch
from foyer_portal_bff.gateways.models.payments import Payment
from foyer_portal_bff.gateways.payments import HERE
from foyer_portal_bff.pages.desk import AsVisitor, VisitorDesk
from foyer_portal_bff.pages.keys import new_form_key
from foyer_portal_bff.pages.refused import is_of_the_page, saying_when
from foyer_portal_bff.use_cases.open_invoice_link import OpenedInvoice, open_invoice_link
from foyer_portal_bff.use_cases.pay_by_link import pay_by_link
from foyer_portal_bff.views.linked_invoice import linked_invoice_page
from foyer_portal_bff.views.refusals import NONE, Problems, problem

router = APIRouter(prefix="/i", include_in_schema=False)

Signed = Annotated[str, Path(pattern=r"^[A-Za-z0-9_=-]+$", max_length=1_000)]
_HIDDEN = {"X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer"}


@router.get("/{signed}")
async def invoice(
    desk: AsVisitor, signed: Signed, payment: Annotated[str, Query(max_length=100)] = ""
) -> Response:
    """The invoice; after paying, how that stands. The copy of a mail has no token: it leads to sign in."""
    if signed.startswith("inv_"):
        return RedirectResponse(f"/invoices/{signed}", 303)
    opened = await _open(desk, signed)
    made = await _payment(desk, opened, payment) if payment else None
    return await _show(desk, signed, opened, payment=made)


@router.get("/{signed}/pdf")
async def pdf(desk: AsVisitor, signed: Signed) -> Response:
    """To save."""
    opened = await _open(desk, signed)
    client = desk.portal.services.invoicing
    return await passed_on(await client.paper(opened.caller, opened.invoice_id, "pdf"), _HIDDEN)


@router.post("/{signed}/pay")
async def pay(
    desk: AsVisitor, signed: Signed, idempotency_key: Annotated[str | None, Form()] = None
) -> Response:
    """On to the provider's page, and back here."""
    opened = await _open(desk, signed, Switch.PAY_OPEN_INVOICES)
    try:
        begun = await pay_by_link(
            desk.portal.database,
            desk.portal.services.payments,
            opened,
            desk.visitor.request,
            return_path=f"/i/{signed}?payment={HERE}",
            language=desk.reader.language.code,
            idempotency_key=idempotency_key,
        )
    except FoyerError as refusal:
        if is_of_the_page(refusal):
            raise
        found = Problems((problem(refusal, desk.reader),))
        return saying_when(await _show(desk, signed, opened, found, status=status_of(refusal)), refusal)
    onward = begun.action_url or f"/i/{signed}?payment={begun.id}"
    if urlsplit(onward).netloc in {"", desk.request.headers.get("host")}:
        return RedirectResponse(onward, 303)
    # As in `Desk.lead_on`: browsers hold a redirect after a form to another host.
    answer = await _show(desk, signed, opened, payment=begun)
    answer.headers["Refresh"] = f"0; url={onward}"
    return answer


async def _open(desk: VisitorDesk, signed: str, switch: Switch = Switch.INVOICES) -> OpenedInvoice:
    if not desk.visitor.configuration.has(switch):
        raise NotFound("There is nothing here.")
    return await open_invoice_link(
        desk.portal.database,
        desk.portal.services.notifications,
        desk.visitor.business,
        signed,
        desk.visitor.request,
    )


async def _payment(desk: VisitorDesk, opened: OpenedInvoice, payment_id: str) -> Payment | None:
    """Only one for this invoice; the provider is asked anew."""
    client = desk.portal.services.payments
    found = await client.payment(opened.caller, payment_id)
    if opened.invoice_id not in {part.invoice_id for part in found.invoices}:
        return None
    return await client.look_at_payment(opened.caller, payment_id)


async def _show(
    desk: VisitorDesk,
    signed: str,
    opened: OpenedInvoice,
    problems: Problems = NONE,
    *,
    payment: Payment | None = None,
    status: int = 200,
) -> Response:
    found = await desk.portal.services.invoicing.invoice(opened.caller, opened.invoice_id)
    page = linked_invoice_page(
        found,
        desk.reader,
        address=f"/i/{signed}",
        company=desk.visitor.business.legal_name,
        may_pay=desk.visitor.configuration.has(Switch.PAY_OPEN_INVOICES),
        payment=payment,
        idempotency_key=new_form_key(),
        problems=problems,
    )
    answer = desk.show("linked_invoice.html", page, status=status)
    answer.headers.update(_HIDDEN)
    return answer
