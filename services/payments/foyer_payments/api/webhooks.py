"""Where the portal brings the webhooks of providers."""

from asyncio import Event
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from foyer_shared.http.door import Door, internal_door
from foyer_shared.http.models import Answer
from foyer_shared.storage.database import Database

from foyer_payments.gateways.providers import Providers
from foyer_payments.use_cases.take_notices import take_notices


class TakenAnswer(Answer):
    """How many new notices the webhook brought."""

    taken: int


def webhooks_router(database: Database, providers: Providers, bell: Event) -> APIRouter:
    """The door; the bell wakes the job that looks where the webhook says."""
    router = APIRouter()

    @router.post("/internal/webhooks/{provider}/{account_id}")
    async def take(
        provider: str,
        account_id: str,
        request: Request,
        _: Annotated[Door, Depends(internal_door("payments:webhooks", streamed=True))],
    ) -> TakenAnswer:
        """The provider's signature is its credential."""
        taken = await take_notices(
            database,
            providers,
            provider=provider,
            account_id=account_id,
            headers=request.headers,
            body=await request.body(),
        )
        bell.set()
        return TakenAnswer(taken=taken)

    return router
