"""What a declaration had led to was taken back; the declaration stays."""

from foyer_shared.storage.work import Work

from foyer_portal_bff.storage.declarations import Declarations


async def take_back_declaration(work: Work, declaration_id: str | None) -> None:
    """Nothing where no declaration is named."""
    if declaration_id:
        await Declarations(work.session).take_back(work.scope, declaration_id, work.now)
