"""The list of invoices, and one of them."""

from collections.abc import Awaitable
from typing import Literal

import httpx
from fastapi import APIRouter, Response
from foyer_shared.basics.errors import FoyerError, Kind

from foyer_portal_bff.api.fields import PathId
from foyer_portal_bff.api.session import must
from foyer_portal_bff.api.streams import passed_on
from foyer_portal_bff.pages.desk import AtDesk, Desk
from foyer_portal_bff.views.invoices import chosen_filter, invoice_page, invoices_page
from foyer_portal_bff.views.paging import more

router = APIRouter(include_in_schema=False)


@router.get("/invoices")
async def invoices(desk: AtDesk, status: str = "", cursor: str | None = None) -> Response:
    """Newest first, perhaps of one status only."""
    must(desk.who, "invoicing:read")
    chosen = chosen_filter(status)
    found = await desk.portal.services.invoicing.invoices(
        desk.caller, status=chosen or None, limit=30, cursor=cursor
    )
    rest = more("/invoices", found.next_cursor, status=chosen)
    return await desk.show("invoices.html", invoices_page(found.data, desk.reader, chosen=chosen, more=rest))


@router.get("/invoices/{invoice_id}")
async def invoice(desk: AtDesk, invoice_id: str) -> Response:
    """One of them."""
    must(desk.who, "invoicing:read")
    found = await desk.portal.services.invoicing.invoice(desk.caller, invoice_id)
    return await desk.show("invoice.html", invoice_page(found, desk.reader))


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
    return await _saved(desk, invoice_id, client.receipt(desk.caller, invoice_id, payment_id))


async def _paper(desk: Desk, invoice_id: str, form: Literal["pdf", "xml"]) -> Response:
    client = desk.portal.services.invoicing
    return await _saved(desk, invoice_id, client.paper(desk.caller, invoice_id, form))


async def _saved(desk: Desk, invoice_id: str, asked: Awaitable[httpx.Response]) -> Response:
    must(desk.who, "invoicing:read")
    try:
        return await passed_on(await asked)
    except FoyerError as refusal:
        if refusal.kind is not Kind.CONFLICT:
            raise
        return desk.see_other(f"/invoices/{invoice_id}")
