"""`/api/invoices` and `/api/orders`: what the customer bought and owes."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from foyer_portal_bff.api.fields import Cursor, Limit, PathId
from foyer_portal_bff.api.portal import PortalHere
from foyer_portal_bff.api.session import signed_in_with
from foyer_portal_bff.api.streams import passed_on
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.gateways.callers import customer_caller
from foyer_portal_bff.gateways.models.invoicing import Invoice, Order
from foyer_portal_bff.gateways.models.tolerant import PageOf

router = APIRouter()
Reader = Annotated[SignedIn, Depends(signed_in_with("invoicing:read"))]


@router.get("/invoices")
async def get_invoices(
    who: Reader,
    portal: PortalHere,
    status: Annotated[str | None, Query(max_length=20)] = None,
    text: Annotated[str | None, Query(max_length=100)] = None,
    issued_from: date | None = None,
    issued_until: date | None = None,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> PageOf[Invoice]:
    """The invoices, newest first, of one status or of all, of some days (both count), and with a text in
    their number or in what a line says.
    """
    named = {"status": status, "text": text, "issued_from": issued_from, "issued_until": issued_until}
    chosen = {name: str(value) for name, value in named.items() if value}
    return await portal.services.invoicing.invoices(customer_caller(who), chosen, limit=limit, cursor=cursor)


@router.get("/invoices/{invoice_id}")
async def get_invoice(invoice_id: PathId, who: Reader, portal: PortalHere) -> Invoice:
    """One of them, with its lines and payments."""
    return await portal.services.invoicing.invoice(customer_caller(who), invoice_id)


@router.get("/invoices/{invoice_id}/pdf", response_class=Response)
async def get_invoice_pdf(invoice_id: PathId, who: Reader, portal: PortalHere) -> Response:
    """As it was made, once: PDF/A-3 with the XML inside. 409 `document_not_ready` for the moment before."""
    return await passed_on(await portal.services.invoicing.paper(customer_caller(who), invoice_id, "pdf"))


@router.get("/invoices/{invoice_id}/xml", response_class=Response)
async def get_invoice_xml(invoice_id: PathId, who: Reader, portal: PortalHere) -> Response:
    """The same as data: Factur-X (ZUGFeRD), EN 16931."""
    return await passed_on(await portal.services.invoicing.paper(customer_caller(who), invoice_id, "xml"))


@router.get("/invoices/{invoice_id}/payments/{payment_id}/receipt", response_class=Response)
async def get_receipt(invoice_id: PathId, payment_id: PathId, who: Reader, portal: PortalHere) -> Response:
    """A PDF, made once too."""
    return await passed_on(
        await portal.services.invoicing.receipt(customer_caller(who), invoice_id, payment_id)
    )


@router.get("/orders")
async def get_orders(
    who: Reader, portal: PortalHere, limit: Limit = 20, cursor: Cursor = None
) -> PageOf[Order]:
    """The orders, newest first."""
    return await portal.services.invoicing.orders(customer_caller(who), limit=limit, cursor=cursor)


@router.get("/orders/{order_id}")
async def get_order(order_id: PathId, who: Reader, portal: PortalHere) -> Order:
    """One of them, with its lines."""
    return await portal.services.invoicing.order(customer_caller(who), order_id)
