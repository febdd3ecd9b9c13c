"""The list of invoices, and one of them."""

from typing import Literal

from fastapi import APIRouter, Response

from foyer_portal_bff.api.fields import PathId
from foyer_portal_bff.api.session import must
from foyer_portal_bff.gateways.models.credits import CreditNote
from foyer_portal_bff.gateways.models.invoicing import Invoice
from foyer_portal_bff.gateways.models.tolerant import PageOf
from foyer_portal_bff.pages.desk import AtDesk, Desk, may_pay
from foyer_portal_bff.pages.papers import saved
from foyer_portal_bff.views.invoice_filter import InvoiceFilter
from foyer_portal_bff.views.invoices import invoice_page, invoices_page
from foyer_portal_bff.views.pay import is_payable

router = APIRouter(include_in_schema=False)


@router.get("/invoices")
async def invoices(
    desk: AtDesk,
    status: str = "",
    text: str = "",
    issued_from: str = "",
    issued_until: str = "",
    since: str = "",
    until: str = "",
    cursor: str | None = None,
) -> Response:
    """Newest first, perhaps of one status, of some days, or with a text. The days were called `since` and
    `until` before.
    """
    must(desk.who, "invoicing:read")
    typed = (status, text, issued_from or since, issued_until or until)
    chosen = InvoiceFilter(*(each.strip() for each in typed))
    problems, found = chosen.problems(desk.reader), PageOf[Invoice](data=())
    if not problems:
        found = await desk.portal.services.invoicing.invoices(
            desk.caller, chosen.asked(), limit=30, cursor=cursor
        )
    picture = await desk.picture("payments")
    part = picture.invoicing.part if picture.invoicing else None
    page = invoices_page(
        found,
        desk.reader,
        chosen=chosen,
        open_totals=part.open_totals if part else (),
        may_pay=may_pay(desk, picture),
        problems=problems,
    )
    return await desk.show("invoices.html", page, status=422 if problems else 200, picture=picture)


@router.get("/invoices/{invoice_id}")
async def invoice(desk: AtDesk, invoice_id: PathId) -> Response:
    """One of them."""
    must(desk.who, "invoicing:read")
    client = desk.portal.services.invoicing
    found, notes = await client.invoice(desk.caller, invoice_id), PageOf[CreditNote](data=())
    if found.credited and found.credited.amount:
        notes = await client.credit_notes(desk.caller, invoice_id=invoice_id, limit=100)
    picture = await desk.picture("payments")
    page = invoice_page(
        found,
        desk.reader,
        credit_notes=notes.data,
        may_pay=may_pay(desk, picture) and is_payable(found),
        may_ask=desk.may("support:write"),
    )
    return await desk.show("invoice.html", page, picture=picture)


@router.get("/invoices/{invoice_id}/pdf")
async def invoice_pdf(desk: AtDesk, invoice_id: PathId) -> Response:
    """To save; while it is being made, the invoice's page, which says so."""
    return await _paper(desk, invoice_id, "pdf")


@router.get("/invoices/{invoice_id}/xml")
async def invoice_xml(desk: AtDesk, invoice_id: PathId) -> Response:
    """The same as data."""
    return await _paper(desk, invoice_id, "xml")


@router.get("/invoices/{invoice_id}/payments/{payment_id}/receipt")
async def receipt(desk: AtDesk, invoice_id: PathId, payment_id: PathId) -> Response:
    """The receipt for one of its payments, to save."""
    client = desk.portal.services.invoicing
    asked = client.receipt(desk.caller, invoice_id, payment_id)
    return await saved(desk, asked, page=f"/invoices/{invoice_id}")


async def _paper(desk: Desk, invoice_id: str, form: Literal["pdf", "xml"]) -> Response:
    asked = desk.portal.services.invoicing.paper(desk.caller, invoice_id, form)
    return await saved(desk, asked, page=f"/invoices/{invoice_id}")
