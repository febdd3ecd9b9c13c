"""Mandates for businesses."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.http.door import Door, business_door
from foyer_shared.http.models import Body, Moment, showing
from foyer_shared.http.pages import Page, Paging
from foyer_shared.storage.sealing import Seal
from foyer_shared.storage.work import Work

from foyer_payments.api.answers import MandateAnswer, mandate_answer
from foyer_payments.storage.mandates import Mandates
from foyer_payments.use_cases.record_mandate import record_mandate

Reader = Annotated[Door, Depends(business_door("payments:read"))]
Writer = Annotated[Door, Depends(business_door("payments:write"))]


class SignedMandate(Body):
    """A mandate that the customer has signed; now, unless `signed_at` says when."""

    model_config = showing(
        {"customer_id": "cus_01k9m80b5ah3yt2r7v0d5h8k4m", "iban": "NL91ABNA0417164300", "holder": "Ada Byron"}
    )

    customer_id: str
    iban: str
    holder: str
    signed_at: Moment | None = None


def mandates_router(seal: Seal) -> APIRouter:
    """The doors, with what seals the IBANs that come in."""
    router = APIRouter(prefix="/v1/mandates")

    @router.post("", status_code=201, response_model=MandateAnswer)
    async def record(body: SignedMandate, door: Writer) -> JSONResponse:
        """Record a signed mandate; it makes a payment method."""
        door.require_customer(body.customer_id)

        async def effect(work: Work) -> MandateAnswer:
            mandate = await record_mandate(
                work,
                seal,
                customer_id=body.customer_id,
                iban=body.iban,
                holder=body.holder,
                signed_at=body.signed_at,
            )
            return mandate_answer(mandate)

        return await door.once(effect, status=201)

    @router.get("")
    async def list_mandates(
        door: Reader, paging: Paging, customer_id: str | None = None
    ) -> Page[MandateAnswer]:
        """The business's, or one customer's, the newest first."""
        async with door.reading() as work:
            found = await Mandates(work.session).list_page(
                work.scope, limit=paging.one_more, after=paging.after, customer_id=customer_id
            )
            return paging.page(found, key=lambda each: each.id, answer=mandate_answer)

    @router.get("/{mandate_id}")
    async def read_mandate(mandate_id: str, door: Reader) -> MandateAnswer:
        """One of them."""
        async with door.reading() as work:
            return mandate_answer(await Mandates(work.session).get(work.scope, mandate_id))

    return router
