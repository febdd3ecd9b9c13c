"""An event says what a declaration has led to."""

from datetime import datetime

from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.declaration import Outcome
from foyer_portal_bff.storage.declarations import Declarations


async def settle_declaration(
    work: Work, declaration_id: str | None, outcome: Outcome, *, ended_at: datetime | None = None
) -> None:
    """Nothing where no declaration is named; what was decided before stays."""
    if declaration_id is None:
        return
    declarations = Declarations(work.session)
    await declarations.decide(work.scope, declaration_id, outcome)
    if ended_at:
        await declarations.end(work.scope, declaration_id, ended_at)
