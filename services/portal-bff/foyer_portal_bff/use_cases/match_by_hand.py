"""Staff say which subscription a visitor's declaration is about."""

from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.visitor_declaration import VisitorDeclaration, check_open
from foyer_portal_bff.storage.visitor_declarations import VisitorDeclarations
from foyer_portal_bff.use_cases.hand_over_declaration import hand_over_declaration


async def match_by_hand(
    work: Work, declaration_id: str, *, customer_id: str, subscription_id: str, subscription_name: str
) -> VisitorDeclaration:
    """It counts from its arrival all the same. Raises VisitorDeclarationNotFound and
    DeclarationAlreadyDecided.
    """
    declared = await VisitorDeclarations(work.session).get(work.scope, declaration_id, for_update=True)
    check_open(declared)
    return await hand_over_declaration(
        work,
        declared,
        customer_id=customer_id,
        subscription_id=subscription_id,
        subscription_name=subscription_name,
        identified_by="staff",
    )
