"""Staff find no contract that a visitor's declaration could be about."""

from dataclasses import replace

from foyer_shared.contracts.portal import DeclarationRejected
from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.visitor_declaration import Standing, VisitorDeclaration, check_open
from foyer_portal_bff.storage.visitor_declarations import VisitorDeclarations
from foyer_portal_bff.use_cases.told import visitor_declaration_facts


async def reject_declaration(work: Work, declaration_id: str, *, reason: str) -> VisitorDeclaration:
    """Whoever declared it is mailed the reason. Raises VisitorDeclarationNotFound and
    DeclarationAlreadyDecided.
    """
    declarations = VisitorDeclarations(work.session)
    declared = await declarations.get(work.scope, declaration_id, for_update=True)
    check_open(declared)
    rejected = replace(declared, standing=Standing.REJECTED, look_at=None, decided_at=work.now, note=reason)
    await declarations.save(rejected)
    work.announce(
        DeclarationRejected(
            **visitor_declaration_facts(rejected),
            receipt_to=rejected.words.receipt_to,
            language=rejected.language,
            reason=reason,
        ),
        subject=rejected.id,
        version=3,
    )
    return rejected
