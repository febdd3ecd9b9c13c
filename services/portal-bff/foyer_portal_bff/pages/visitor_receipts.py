"""What both forms of those who have not signed in lead to: it is recorded, and there is a receipt."""

import re

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse, RedirectResponse
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Origin, Scope

from foyer_portal_bff.domain.visitor_declaration import VISITOR, VisitorWords
from foyer_portal_bff.pages.desk import AsVisitor, VisitorDesk
from foyer_portal_bff.pages.keys import new_form_key
from foyer_portal_bff.use_cases.count_visitor_declaration import count_visitor_declaration
from foyer_portal_bff.use_cases.read_visitor_receipt import read_visitor_receipt
from foyer_portal_bff.use_cases.record_visitor_declaration import record_visitor_declaration
from foyer_portal_bff.views.visitor_receipt import (
    VisitorReceiptPage,
    receipt_as_text,
    visitor_receipt_page,
)

router = APIRouter(prefix="/cancel/receipt", include_in_schema=False)

_OUR_KEY = re.compile(r"[A-Za-z0-9_-]{22}")
"""As `new_form_key` makes them: who has it sees the receipt, so that nobody else's will do."""


async def receive(desk: VisitorDesk, words: VisitorWords, key: str) -> Response:
    """Recorded with its arrival; nobody is called, and the answer is the same whoever it is. Raises
    TooManyRequests, and DeclarationKeyReused.
    """
    key = key if _OUR_KEY.fullmatch(key) else new_form_key()
    business, database = desk.visitor.business, desk.portal.database
    await count_visitor_declaration(
        database, business_id=business.id, address=desk.visitor.request.ip, receipt_to=words.receipt_to
    )
    origin = Origin(Scope(business.id), VISITOR, business.now(real_now()), desk.visitor.request.id)
    async with database.work(origin) as work:
        await record_visitor_declaration(
            work,
            words,
            language=desk.reader.language.code,
            number_prefix=business.number_prefix,
            receipt_key=key,
        )
    return RedirectResponse(f"{router.prefix}/{key}", 303)


@router.get("/{key}")
async def receipt(desk: AsVisitor, key: str) -> Response:
    """What was received and when, to be printed or saved."""
    return desk.show("visitor_receipt.html", await _receipt(desk, key))


@router.get("/{key}/text")
async def receipt_text(desk: AsVisitor, key: str) -> Response:
    """The same as a file."""
    page = await _receipt(desk, key)
    return PlainTextResponse(
        receipt_as_text(page, desk.reader),
        headers={"Content-Disposition": f'attachment; filename="{page.number}.txt"'},
    )


async def _receipt(desk: VisitorDesk, key: str) -> VisitorReceiptPage:
    declared = await read_visitor_receipt(desk.portal.database, desk.visitor.business.id, key)
    return visitor_receipt_page(
        declared,
        desk.reader,
        company=desk.visitor.business.legal_name,
        download=f"{router.prefix}/{key}/text",
    )
