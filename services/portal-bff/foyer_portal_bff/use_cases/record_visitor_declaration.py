"""Records what somebody declares without signing in, with the time of its arrival."""

from foyer_shared.basics.clock import real_now
from foyer_shared.basics.ids import new_id
from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.declaration import DeclarationKeyReused, receipt_number
from foyer_portal_bff.domain.session import hash_token
from foyer_portal_bff.domain.visitor_declaration import (
    SAME_WITHIN,
    VisitorDeclaration,
    VisitorWords,
    sealed,
)
from foyer_portal_bff.storage.declarations import Declarations
from foyer_portal_bff.storage.visitor_declarations import VisitorDeclarations


async def record_visitor_declaration(
    work: Work, words: VisitorWords, *, language: str, number_prefix: str, receipt_key: str
) -> VisitorDeclaration:
    """A second click gets what the first one recorded, and so do the same words within a day. Whose contract
    it is, a job finds out: what is known of anybody does not show in the answer, nor in its time.

    Raises DeclarationKeyReused for a key that came before with other words.
    """
    declarations, scope, now = VisitorDeclarations(work.session), work.scope, real_now()
    await declarations.lock_words(scope, words)
    key_hash = hash_token(receipt_key)
    before = await declarations.by_receipt(scope, key_hash)
    if before:
        if before.words != words:
            raise DeclarationKeyReused("This was sent before with other words. Please send it once more.")
        return before
    declaration = await declarations.same(scope, words, now - SAME_WITHIN)
    if declaration is None:
        drawn = await Declarations(work.session).draw_number(scope)
        declaration = sealed(
            VisitorDeclaration(
                id=new_id("dcl"),
                business_id=scope.business_id,
                number=receipt_number(number_prefix, drawn),
                words=words,
                language=language,
                received_at=work.now,
                recorded_at=now,
                look_at=now,
            )
        )
        await declarations.add(declaration)
    await declarations.give_receipt(declaration, key_hash)
    return declaration
