"""How businesses want to be paid, in the database."""

from dataclasses import asdict

from foyer_shared.basics.origin import Scope
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from foyer_invoicing.domain.dunning_settings import USUAL_DUNNING, DunningSettings
from foyer_invoicing.storage.rows import DunningSettingsRow


class Dunning:
    """Reads and writes the settings of businesses."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def settings(self, scope: Scope) -> DunningSettings:
        """The usual ones while the business has said nothing else."""
        row = await self._session.get(DunningSettingsRow, scope.business_id)
        if row is None:
            return USUAL_DUNNING
        stored = row.model_dump(exclude={"business_id"})
        return DunningSettings(**stored | {"retry_days": tuple(row.retry_days)})

    async def save_settings(self, scope: Scope, settings: DunningSettings) -> None:
        """They hold from now on."""
        values = asdict(settings) | {"retry_days": list(settings.retry_days)}
        statement = insert(DunningSettingsRow).values(business_id=scope.business_id, **values)
        await self._session.execute(
            statement.on_conflict_do_update(index_elements=["business_id"], set_=values)
        )
