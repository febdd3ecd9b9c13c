"""The portal asks which invoice a link is about; only it calls this door."""

from typing import Annotated

from fastapi import APIRouter, Depends
from foyer_shared.basics.clock import real_now
from foyer_shared.http.door import Door, internal_door
from foyer_shared.http.models import Answer, Body
from foyer_shared.storage.sealing import Seal
from pydantic import Field, SecretStr

from foyer_notifications.storage.invoice_links import read_invoice_token


class InvoiceTokenBody(Body):
    """The token of a link."""

    token: SecretStr = Field(max_length=1_000)


class InvoiceLinkAnswer(Answer):
    """Whose invoice, and which."""

    customer_id: str
    invoice_id: str


def invoice_links_router(seal: Seal) -> APIRouter:
    """The door, with the seal of the links."""
    router = APIRouter()

    @router.post("/internal/invoice-links")
    async def look(
        body: InvoiceTokenBody, door: Annotated[Door, Depends(internal_door("notifications:write"))]
    ) -> InvoiceLinkAnswer:
        """It is a POST, so that no log of addresses holds the token."""
        async with door.reading() as work:
            found = read_invoice_token(body.token.get_secret_value(), seal, work.scope, real_now())
        return InvoiceLinkAnswer(customer_id=found.customer_id, invoice_id=found.invoice_id)

    return router
