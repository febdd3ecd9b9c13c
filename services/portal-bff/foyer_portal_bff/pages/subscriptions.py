"""The list of subscriptions, one of them, and undoing a change that waits."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Form, Response
from foyer_shared.basics.errors import FoyerError, Kind
from foyer_shared.http.problems import status_of

from foyer_portal_bff.api.fields import PathId
from foyer_portal_bff.api.session import must
from foyer_portal_bff.gateways.models.subscriptions import Cancellation, Subscription
from foyer_portal_bff.gateways.models.usage import Usage
from foyer_portal_bff.pages.desk import AtDesk, Desk
from foyer_portal_bff.pages.goods import read_goods
from foyer_portal_bff.pages.keys import new_form_key
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command
from foyer_portal_bff.use_cases.find_latest_declaration import find_latest_declaration
from foyer_portal_bff.use_cases.read_history import read_history
from foyer_portal_bff.views.flashes import UNDONE
from foyer_portal_bff.views.history import history_days
from foyer_portal_bff.views.its_invoices import NOT_SHOWN, ItsInvoices, away, its_invoices
from foyer_portal_bff.views.paging import more
from foyer_portal_bff.views.refusals import NONE, Problems, problem
from foyer_portal_bff.views.subscription import subscription_page
from foyer_portal_bff.views.subscriptions import pending_cancellation, subscriptions_page
from foyer_portal_bff.views.task import not_possible_page

router = APIRouter(include_in_schema=False)

LATEST = 5
"""How many lines of its history, and how many of its invoices, a subscription's page shows."""


@router.get("/subscriptions")
async def subscriptions(desk: AtDesk, cursor: str | None = None) -> Response:
    """All of them."""
    must(desk.who, "subscriptions:read")
    found = await desk.portal.services.subscriptions.list_page(desk.caller, limit=50, cursor=cursor)
    page = subscriptions_page(found.data, desk.reader, more=more("/subscriptions", found.next_cursor))
    return await desk.show("subscriptions.html", page)


@router.get("/subscriptions/{subscription_id}")
async def subscription(desk: AtDesk, subscription_id: PathId) -> Response:
    """One of them."""
    must(desk.who, "subscriptions:read")
    one = await desk.portal.services.subscriptions.one(desk.caller, subscription_id)
    return await show_subscription(desk, one)


@router.post("/subscriptions/{subscription_id}/pending-changes/{change_id}/undo")
async def undo(
    desk: AtDesk,
    subscription_id: PathId,
    change_id: PathId,
    idempotency_key: Annotated[str | None, Form()] = None,
) -> Response:
    """Take a change back that has not happened yet."""
    must(desk.who, "subscriptions:write")
    client = desk.portal.services.subscriptions
    try:
        await carry_out_command(
            desk.portal.database,
            desk.who,
            action="withdraw_change",
            target=subscription_id,
            owner="subscriptions",
            call=client.withdraw_change(
                desk.caller, subscription_id, change_id, idempotency_key=idempotency_key
            ),
        )
    except FoyerError as refusal:
        if refusal.kind is Kind.UNAVAILABLE:
            raise
        one = await client.one(desk.caller, subscription_id)
        problems = Problems((problem(refusal, desk.reader),))
        return await show_subscription(desk, one, problems, status=status_of(refusal))
    return desk.see_other(f"/subscriptions/{subscription_id}", flash=UNDONE)


async def show_subscription(
    desk: Desk, one: Subscription, problems: Problems = NONE, *, status: int = 200
) -> Response:
    """The page with the latest of its history, perhaps with what went wrong. To who was let in for one task
    only that is said.
    """
    if desk.who.task:
        page_of_task = not_possible_page(problems, desk.reader)
        return await desk.show("task.html", page_of_task, status=status)
    who, picture = desk.who, await desk.picture("payments")
    plan, usage, goods, invoices = await asyncio.gather(
        _its_end(desk, one),
        _its_usage(desk, one),
        read_goods(desk, subscription_id=one.id),
        _its_invoices(desk, one.id),
    )
    entries = await read_history(desk.portal.database, who, subject=one.id, limit=LATEST)
    page = subscription_page(
        one,
        desk.reader,
        plan=plan,
        usage=usage,
        declaration=await find_latest_declaration(desk.portal.database, who, one.id),
        tickets=picture.support.part.open_tickets if picture.support and picture.support.part else (),
        methods=picture.payments.part.methods if picture.payments and picture.payments.part else (),
        goods=goods,
        may_change=desk.may("subscriptions:write"),
        invoices=invoices,
        history=history_days(
            tuple(entries), desk.reader, business=who.business.brand.name, own_name=who.login.name
        ),
        idempotency_key=new_form_key(),
        problems=problems,
    )
    return await desk.show("subscription.html", page, status=status, picture=picture)


async def _its_end(desk: Desk, one: Subscription) -> Cancellation | None:
    if pending_cancellation(one) is None:
        return None
    return await desk.portal.services.subscriptions.cancellation(desk.caller, one.id)


async def _its_usage(desk: Desk, one: Subscription) -> Usage | None:
    if all(item.usage_type != "metered" for item in one.items):
        return None
    return await desk.portal.services.subscriptions.usage(desk.caller, one.id)


async def _its_invoices(desk: Desk, subscription_id: str) -> ItsInvoices:
    if not desk.may("invoicing:read") or not desk.opens("/invoices"):
        return NOT_SHOWN
    try:
        found = await desk.portal.services.invoicing.invoices(
            desk.caller, {"subscription_id": subscription_id}, limit=LATEST
        )
    except FoyerError as refusal:
        if refusal.kind is not Kind.UNAVAILABLE:
            raise
        return away(desk.reader)
    return its_invoices(found, desk.reader)
