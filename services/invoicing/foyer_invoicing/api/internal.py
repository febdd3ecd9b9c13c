"""What the portal asks of invoicing in its own name."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.http.door import Door, internal_door
from foyer_shared.http.models import Answer, Body
from foyer_shared.storage.work import Work

from foyer_invoicing.api.bodies import Email
from foyer_invoicing.use_cases.update_customer import update_customer

router = APIRouter(prefix="/internal", tags=["internal"])


class EmailBody(Body):
    """An address whose owner has opened a link there."""

    email: Email


class EmailAnswer(Answer):
    """Where the customer's mails and documents go from now on."""

    email: str


@router.put("/customers/{customer_id}/email", response_model=EmailAnswer)
async def change_email(
    customer_id: str, body: EmailBody, door: Annotated[Door, Depends(internal_door("invoicing:write"))]
) -> JSONResponse:
    async def effect(work: Work) -> EmailAnswer:
        customer = await update_customer(work, customer_id, {"email": body.email})
        return EmailAnswer(email=customer.email)

    return await door.once(effect)
