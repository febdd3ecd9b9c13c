"""Comparing a provider's books with ours, for businesses."""

from typing import Annotated

from fastapi import APIRouter, Depends
from foyer_shared.http.door import Door, business_door
from foyer_shared.http.models import Answer, Moment
from foyer_shared.storage.database import Database

from foyer_payments.api.money_answers import AmountAnswer, amount_answer
from foyer_payments.domain.reconciliation import Difference
from foyer_payments.gateways.providers import Providers
from foyer_payments.use_cases.reconcile_account import reconcile_account

Reader = Annotated[Door, Depends(business_door("payments:read"))]


class DifferenceAnswer(Answer):
    """Where the two sides differ about one payment."""

    kind: str
    payment_id: str | None
    provided_id: str | None
    ours: AmountAnswer
    theirs: AmountAnswer


class ReconciliationAnswer(Answer):
    """What was compared; no differences is what is wanted."""

    payments: int
    charges: int
    differences: list[DifferenceAnswer]


def reconciliation_router(database: Database, providers: Providers) -> APIRouter:
    """The door, with the providers that it asks."""
    router = APIRouter(prefix="/v1/provider-accounts")

    @router.get("/{account_id}/reconciliation")
    async def reconcile(account_id: str, since: Moment, until: Moment, door: Reader) -> ReconciliationAnswer:
        """What was begun from `since` to before `until`, by real time."""
        reconciled = await reconcile_account(
            database, providers, door.caller.origin().scope, account_id, since=since, until=until
        )
        return ReconciliationAnswer(
            payments=reconciled.payments,
            charges=reconciled.charges,
            differences=[_answer(each) for each in reconciled.differences],
        )

    return router


def _answer(difference: Difference) -> DifferenceAnswer:
    return DifferenceAnswer(
        kind=difference.kind,
        payment_id=difference.payment_id,
        provided_id=difference.provided_id,
        ours=amount_answer(difference.ours),
        theirs=amount_answer(difference.theirs),
    )
