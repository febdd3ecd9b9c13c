"""Each day the last week's books are to be compared with each provider's."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from foyer_shared.storage.database import Database

from foyer_payments.storage.reconciliations import Reconciliations

SPAN = timedelta(days=7)
"""So far back, as what a direct debit or a refund comes to is known days later."""

KEPT = timedelta(days=90)


async def plan_reconciliations(database: Database, providers: Iterable[str], real: datetime) -> int:
    """How many; the first process of a day asks for all. A day is one of UTC."""
    today = real.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    async with database.session() as session:
        reconciliations = Reconciliations(session)
        await reconciliations.forget_for_everyone(real - KEPT)
        asked = await reconciliations.ask_for_everyone(today - SPAN, today, real, providers=providers)
    return len(asked)
