"""Paying, for customers."""

from typing import Annotated

from fastapi import APIRouter, Depends
from foyer_shared.http.door import Door, customer_door
from foyer_shared.http.models import Body
from foyer_shared.http.pages import Page, Paging
from foyer_shared.storage.database import Database
from foyer_shared.storage.work import Work
from pydantic import Field

from foyer_payments.api.begun import id_of
from foyer_payments.api.money_answers import PaymentAnswer, payment_answer
from foyer_payments.domain.errors import PaymentUnderWay
from foyer_payments.gateways.providers import Providers
from foyer_payments.storage.payments import Payments
from foyer_payments.use_cases.begin_payment import Asked, begin_payment
from foyer_payments.use_cases.cancel_waiting import cancel_waiting
from foyer_payments.use_cases.carry_on_payment import carry_on_payment

Reader = Annotated[Door, Depends(customer_door("payments:read"))]
Writer = Annotated[Door, Depends(customer_door("payments:write"))]


class PaidInvoice(Body):
    """All that is open of an invoice, or an amount in minor units."""

    invoice_id: str
    amount: int | None = None


class NewPayment(Body):
    """With a method that is there, or a new one (of a kind, when told), which is kept when wanted. `{id}` in
    `return_path` stands for the payment's id.
    """

    invoices: list[PaidInvoice]
    payment_method_id: str | None = None
    kind: str | None = None
    save: bool = False
    return_path: str
    language: str = Field(default="en", max_length=35)


def paying_router(database: Database, providers: Providers) -> APIRouter:
    """The doors, with the providers that they ask, between the transactions."""
    router = APIRouter(prefix="/customer")

    @router.post("/payments", status_code=201)
    async def pay(body: NewPayment, door: Writer) -> PaymentAnswer:
        """Pay invoices; `action_url` is where the customer goes on, if there is something to do."""
        asked = Asked(
            invoices=[(each.invoice_id, each.amount) for each in body.invoices],
            payment_method_id=body.payment_method_id,
            kind=body.kind,
            save=body.save,
            language=body.language,
            return_path=body.return_path,
        )

        async def effect(work: Work) -> PaymentAnswer:
            return payment_answer(await begin_payment(work, providers.openers, asked))

        try:
            begun = id_of(await door.once(effect, status=201))
        except PaymentUnderWay:
            # One that only waits for this customer gives way, unless it was finished a moment ago.
            invoice_ids = [invoice_id for invoice_id, _ in asked.invoices]
            await cancel_waiting(database, providers, door.caller.business_id, invoice_ids)
            begun = id_of(await door.once(effect, status=201))
        return payment_answer(await carry_on_payment(database, providers, begun))

    @router.get("/payments")
    async def list_payments(door: Reader, paging: Paging) -> Page[PaymentAnswer]:
        """The newest first."""
        async with door.reading() as work:
            found = await Payments(work.session).list_page(
                work.scope, limit=paging.one_more, after=paging.after
            )
            return paging.page(found, key=lambda each: each.id, answer=payment_answer)

    @router.get("/payments/{payment_id}")
    async def read_payment(payment_id: str, door: Reader) -> PaymentAnswer:
        """How far it is, as far as is known here."""
        async with door.reading() as work:
            return payment_answer(await Payments(work.session).get(work.scope, payment_id))

    @router.post("/payments/{payment_id}/look")
    async def look_at_payment(payment_id: str, door: Writer) -> PaymentAnswer:
        """The customer is back: how far it is at the provider."""
        async with door.reading() as work:
            payment = await Payments(work.session).get(work.scope, payment_id)
        return payment_answer(await carry_on_payment(database, providers, payment.id))

    return router
