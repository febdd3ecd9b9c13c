"""The copies of businesses."""

from foyer_shared.basics.origin import Scope
from sqlalchemy.ext.asyncio import AsyncSession

from foyer_payments.domain.business import Business
from foyer_payments.domain.errors import BusinessNotKnownYet
from foyer_payments.storage.rows import BusinessRow


class Businesses:
    """Reads what is known of businesses; writing is `save_copy`'s."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, scope: Scope) -> Business:
        """The scope's business; raises BusinessNotKnownYet while its event is on its way."""
        row = await self._session.get(BusinessRow, scope.business_id)
        if row is None:
            raise BusinessNotKnownYet("This business is still being set up.")
        return Business(
            id=row.id,
            number_prefix=row.number_prefix,
            creditor_identifier=row.creditor_identifier,
            portal_url=row.portal_url,
            currency=row.currency,
            country=row.country,
            clock_offset=row.clock_offset,
        )
