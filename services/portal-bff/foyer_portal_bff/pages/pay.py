"""Paying invoices: choosing them, choosing with what, and how it ended."""

import asyncio
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Query, Response
from foyer_shared.basics.errors import FoyerError, Kind
from foyer_shared.http.problems import status_of

from foyer_portal_bff.api.fields import PathId
from foyer_portal_bff.api.session import must
from foyer_portal_bff.domain.portal_session import OneTaskOnly, is_paid_in
from foyer_portal_bff.gateways.models.invoicing import Invoice
from foyer_portal_bff.gateways.payments import HERE, Pay
from foyer_portal_bff.pages.desk import AtDesk, Desk
from foyer_portal_bff.pages.keys import new_form_key
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command
from foyer_portal_bff.views.outcome import payment_outcome
from foyer_portal_bff.views.pay import NEW, NOTHING, Typed, choose_page, pay_page, read_part, what_is_wrong
from foyer_portal_bff.views.refusals import NONE, Problems, problem

router = APIRouter(include_in_schema=False)

MOST = 50
"""Invoices of one payment."""

Chosen = Annotated[list[str], Query(alias="invoice", max_length=MOST)]


@router.get("/pay")
async def choose(
    desk: AtDesk,
    chosen: Chosen = [],  # noqa: B006  FastAPI copies it.
    part: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """Which open invoices; once they are chosen, how to pay them, or this part of one."""
    must(desk.who, "payments:write")
    if chosen:
        return await _ask(desk, await _read(desk, chosen), Typed(part=part))
    found = await _open_ones(desk)
    if len(found) == 1:
        return await _ask(desk, found)
    return await desk.show("choose_invoices.html", choose_page(found, desk.reader))


@router.post("/pay")
async def pay(
    desk: AtDesk,
    invoice: Annotated[list[str], Form(max_length=MOST)] = [],  # noqa: B006  FastAPI copies it.
    method: Annotated[str, Form()] = NEW,
    part: Annotated[str, Form(max_length=40)] = "",
    save: Annotated[str, Form()] = "",
    idempotency_key: Annotated[str | None, Form()] = None,
) -> Response:
    """Begin to pay: on to the provider's page where it wants something, else to how it ended."""
    must(desk.who, "payments:write")
    invoices = await _read(desk, invoice)
    typed = Typed(method, part.strip(), save=bool(save))
    problems, amount = what_is_wrong(invoices, desk.reader), None
    if not problems and len(invoices) == 1:
        amount, problems = read_part(typed.part, invoices[0], desk.reader)
    if problems:
        return await _ask(desk, invoices, typed, problems, status=422)
    asked = Pay(
        invoices=[(one.id, amount) for one in invoices],
        payment_method_id=None if method == NEW else method,
        save=typed.save and method == NEW,
        return_path=f"/payments/{HERE}",
        language=desk.reader.language.code,
    )
    try:
        payment = await carry_out_command(
            desk.portal.database,
            desk.who,
            action="pay",
            target=invoices[0].id,
            owner="payments",
            call=desk.portal.services.payments.pay(desk.caller, asked, idempotency_key=idempotency_key),
        )
    except FoyerError as refusal:
        if refusal.kind is Kind.UNAVAILABLE:
            raise
        problems = Problems((problem(refusal, desk.reader),))
        return await _ask(desk, invoices, typed, problems, status=status_of(refusal))
    if payment.action_url is None:
        return desk.see_other(f"/payments/{payment.id}")
    numbers = {one.id: one.number for one in invoices}
    return await desk.lead_on(
        payment.action_url, "outcome.html", payment_outcome(payment, numbers, desk.reader)
    )


@router.get("/payments/{payment_id}")
async def outcome(desk: AtDesk, payment_id: PathId) -> Response:
    """Where a payment stands; who may pay makes the provider be asked anew."""
    must(desk.who, "payments:read")
    client = desk.portal.services.payments
    look = client.look_at_payment if desk.may("payments:write") else client.payment
    payment = await look(desk.caller, payment_id)
    if desk.who.task and payment.status == "succeeded":
        return desk.see_other("/task")
    invoices = await _read(desk, [part.invoice_id for part in payment.invoices])
    numbers = {one.id: one.number for one in invoices}
    return await desk.show("outcome.html", payment_outcome(payment, numbers, desk.reader))


async def _ask(
    desk: Desk,
    invoices: Sequence[Invoice],
    typed: Typed = NOTHING,
    problems: Problems = NONE,
    *,
    status: int = 200,
) -> Response:
    """How to pay these; what cannot be paid together leads back to choosing."""
    wrong = what_is_wrong(invoices, desk.reader)
    if wrong:
        page = choose_page(await _open_ones(desk), desk.reader, wrong)
        return await desk.show("choose_invoices.html", page, status=422)
    methods = await desk.portal.services.payments.methods(desk.caller, limit=100)
    page_of_methods = pay_page(
        invoices,
        methods.data,
        desk.reader,
        typed=typed,
        idempotency_key=new_form_key(),
        problems=problems,
    )
    return await desk.show("pay.html", page_of_methods, status=status)


async def _read(desk: Desk, invoice_ids: Sequence[str]) -> list[Invoice]:
    client = desk.portal.services.invoicing
    found = await asyncio.gather(*(client.invoice(desk.caller, one) for one in dict.fromkeys(invoice_ids)))
    if len(_of_the_task(desk, found)) < len(found):
        raise OneTaskOnly("You have come here to pay something else.")
    return found


async def _open_ones(desk: Desk) -> list[Invoice]:
    client = desk.portal.services.invoicing
    pages = await asyncio.gather(
        *(client.invoices(desk.caller, {"status": one}, limit=MOST) for one in ("overdue", "unpaid"))
    )
    return _of_the_task(desk, [invoice for page in pages for invoice in page.data][:MOST])


def _of_the_task(desk: Desk, invoices: list[Invoice]) -> list[Invoice]:
    """All of them, but for who was let in to pay one."""
    task = desk.who.task
    return [
        one
        for one in invoices
        if task is None or is_paid_in(task, invoice_id=one.id, subscription_id=one.subscription_id)
    ]
