"""What the portal asks of invoicing in its own name."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.http.door import Door, internal_door
from foyer_shared.http.models import Answer, Body
from foyer_shared.storage.work import Work

from foyer_invoicing.api.answers import CustomerAnswer
from foyer_invoicing.api.bodies import Code, Email, OneLine
from foyer_invoicing.use_cases.close_account import close_account
from foyer_invoicing.use_cases.create_customer import create_customer
from foyer_invoicing.use_cases.update_customer import update_customer

router = APIRouter(prefix="/internal", tags=["internal"])


class EmailBody(Body):
    """An address whose owner has opened a link there."""

    email: Email


class EmailAnswer(Answer):
    """Where the customer's mails and documents go from now on."""

    email: str


class RegistrationBody(Body):
    """Somebody who registered, and has opened a link at their address."""

    email: Email
    name: OneLine
    country: Code | None = None
    language: Code | None = None


class ClosedAnswer(Answer):
    """Until when the law keeps the customer's documents, null when there are none."""

    documents_kept_until: date | None


Writer = Annotated[Door, Depends(internal_door("invoicing:write"))]


@router.post("/customers", status_code=201, response_model=CustomerAnswer)
async def register(body: RegistrationBody, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> CustomerAnswer:
        return CustomerAnswer.of(await create_customer(work, **body.model_dump()))

    return await door.once(effect, status=201)


@router.put("/customers/{customer_id}/email", response_model=EmailAnswer)
async def change_email(customer_id: str, body: EmailBody, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> EmailAnswer:
        customer = await update_customer(work, customer_id, {"email": body.email})
        return EmailAnswer(email=customer.email)

    return await door.once(effect)


@router.post("/customers/{customer_id}/close", response_model=ClosedAnswer)
async def close(customer_id: str, door: Writer) -> JSONResponse:
    """Once the customer has proved who they are, and nothing is in the way anywhere."""

    async def effect(work: Work) -> ClosedAnswer:
        leaving = await close_account(work, customer_id)
        return ClosedAnswer(documents_kept_until=leaving.documents_kept_until)

    return await door.once(effect)
