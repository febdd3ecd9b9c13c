"""Coming in by a link of the business's back end, and what comes after the one task that it was for."""

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from foyer_portal_bff.api.cookies import cookie_name, forget_cookie
from foyer_portal_bff.api.portal_sessions import enter
from foyer_portal_bff.api.session import find_by_token, token_of
from foyer_portal_bff.api.sign_in import give_session
from foyer_portal_bff.domain.portal_session import (
    After,
    FlowType,
    PortalSession,
    PortalSessionLinkNotValid,
    id_in_token,
    start_of,
)
from foyer_portal_bff.pages.desk import FLASH, AsVisitor, AtDesk, Desk, VisitorDesk
from foyer_portal_bff.use_cases.follow_task import Stage, follow_task
from foyer_portal_bff.views.flashes import flash_text
from foyer_portal_bff.views.task import task_page

router = APIRouter(include_in_schema=False)


@router.get("/portal-session")
async def come_in(desk: AsVisitor, token: str = "") -> Response:
    """The back end sends its customer here at once, so the link is used by looking at it. The browser that
    used it may come back, by its button or by loading the page again.
    """
    try:
        opened, session = await enter(desk.portal, desk.visitor.business, token, desk.visitor.request)
    except PortalSessionLinkNotValid:
        known = await _known(desk, token)
        if known is None:
            raise
        return RedirectResponse(start_of(known.task), 303)
    answer = RedirectResponse(start_of(opened.task), 303)
    give_session(desk.request, answer, session)
    return answer


async def _known(desk: VisitorDesk, token: str) -> PortalSession | None:
    """The portal session that this browser opened by this very link before, while it lasts."""
    cookie = token_of(desk.request)
    who = await find_by_token(desk.portal, desk.request, cookie) if cookie else None
    let_in = who.portal_session if who else None
    is_same = let_in is not None and let_in.id == id_in_token(token, key=desk.portal.code_key)
    return let_in if is_same else None


@router.get("/task")
async def task(desk: AtDesk) -> Response:
    """Where every way out of the task leads: on with it, or to what comes after it."""
    let_in = desk.who.portal_session
    if let_in is None or desk.who.task is None:
        return desk.see_other("/")
    stage = await follow_task(desk.portal.database, desk.portal.services, desk.who, let_in)
    flow = desk.who.task
    if stage is Stage.COMPLETE and flow.after is After.PORTAL_HOMEPAGE:
        return desk.see_other("/")
    if stage is Stage.PROCESSING and flow.type is FlowType.INVOICE_PAY:
        return desk.see_other(f"/payments/{let_in.result_id}")
    name = desk.request.cookies.get(cookie_name(desk.request, FLASH), "")
    page = task_page(
        let_in,
        stage,
        desk.reader,
        flash=flash_text(name, desk.reader),
        pay=await _to_pay(desk, flow.subscription_id) if stage is Stage.PROCESSING else "",
    )
    if stage is Stage.COMPLETE and flow.after is After.REDIRECT and flow.return_url:
        answer = await desk.lead_on(flow.return_url, "task.html", page)
    else:
        answer = await desk.show("task.html", page)
    forget_cookie(desk.request, answer, FLASH)
    return answer


async def _to_pay(desk: Desk, subscription_id: str | None) -> str:
    """Where the invoice is paid that a change waits for; "" when there is none."""
    client = desk.portal.services.invoicing
    wanted = {"subscription_id": subscription_id or "", "status": "unpaid"}
    found = await client.invoices(desk.caller, wanted, limit=1)
    return f"/pay?invoice={found.data[0].id}" if found.data and desk.may("payments:write") else ""
