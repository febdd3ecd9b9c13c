"""Reads the receipt of what was declared without signing in."""

from foyer_shared.basics.origin import Scope
from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.session import hash_token
from foyer_portal_bff.domain.visitor_declaration import VisitorDeclaration, VisitorDeclarationNotFound
from foyer_portal_bff.storage.visitor_declarations import VisitorDeclarations


async def read_visitor_receipt(database: Database, business_id: str, receipt_key: str) -> VisitorDeclaration:
    """By the key of the form that declared it; raises VisitorDeclarationNotFound."""
    async with database.session() as session:
        found = await VisitorDeclarations(session).by_receipt(Scope(business_id), hash_token(receipt_key))
    if found is None:
        raise VisitorDeclarationNotFound("There is no such receipt.")
    return found
