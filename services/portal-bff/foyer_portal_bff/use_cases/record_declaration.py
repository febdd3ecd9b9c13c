"""Record what a customer declares, with the time of its arrival, before anybody is called."""

from foyer_shared.basics.ids import new_id
from foyer_shared.contracts.portal import DeclarationRecorded
from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.declaration import (
    Declaration,
    Kind,
    Shown,
    Words,
    check_same_words,
    receipt_number,
    sealed,
)
from foyer_portal_bff.storage.declarations import Declarations
from foyer_portal_bff.use_cases.told import declaration_facts


async def record_declaration(
    work: Work,
    words: Words,
    shown: Shown,
    *,
    declared_by_name: str,
    number_prefix: str,
    idempotency_key: str,
) -> Declaration:
    """A second click gets what the first one recorded, and so does a second declaration while nobody has
    answered the first. Raises DeclarationKeyReused for a key that came before with other words.
    """
    declarations, scope = Declarations(work.session), work.scope
    await declarations.lock_customer(scope)
    before = await declarations.by_key(scope, idempotency_key)
    if before:
        check_same_words(before, words)
    before = before or await declarations.unanswered(scope, words.subscription_id)
    if before:
        return before
    declaration = sealed(
        Declaration(
            id=new_id("dcl"),
            business_id=scope.business_id,
            customer_id=str(scope.customer_id),
            number=receipt_number(number_prefix, await declarations.draw_number(scope)),
            kind=Kind.CANCELLATION,
            declared_by=work.actor,
            declared_by_name=declared_by_name,
            words=words,
            shown=shown,
            received_at=work.now,
            idempotency_key=idempotency_key,
        )
    )
    await declarations.add(declaration)
    work.announce(
        DeclarationRecorded(**declaration_facts(declaration)),
        subject=declaration.id,
        version=1,
        customer_id=scope.customer_id,
    )
    return declaration
