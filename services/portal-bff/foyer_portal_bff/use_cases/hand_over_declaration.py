"""Whose contract a visitor's declaration is about is known: from here on it is that customer's."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from foyer_shared.basics.clock import real_now
from foyer_shared.contracts.portal import DeclarationRecorded
from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.declaration import Declaration, Kind, Shown, Words
from foyer_portal_bff.domain.matching import IdentifiedBy
from foyer_portal_bff.domain.visitor_declaration import (
    VISITOR,
    Standing,
    VisitorDeclaration,
    not_before,
)
from foyer_portal_bff.storage.businesses import Businesses
from foyer_portal_bff.storage.declarations import Declarations
from foyer_portal_bff.storage.visitor_declarations import VisitorDeclarations
from foyer_portal_bff.use_cases.told import declaration_facts


async def hand_over_declaration(
    work: Work,
    declared: VisitorDeclaration,
    *,
    customer_id: str,
    subscription_id: str,
    subscription_name: str,
    identified_by: IdentifiedBy,
) -> VisitorDeclaration:
    """It keeps its number, its arrival, its text and its hash; subscriptions carries it out as of then."""
    business = await Businesses(work.session).get(work.scope)
    declaration = Declaration(
        id=declared.id,
        business_id=declared.business_id,
        customer_id=customer_id,
        number=declared.number,
        kind=Kind(declared.words.kind),
        declared_by=VISITOR,
        declared_by_name=declared.words.name,
        words=Words(subscription_id=subscription_id, message=declared.words.message),
        shown=Shown(subscription_name=subscription_name),
        received_at=declared.received_at,
        idempotency_key=declared.id,
        content=declared.content,
        content_hash=declared.content_hash,
    )
    await Declarations(work.session).add(declaration)
    # Staff's own calls follow no clock; what is carried out goes by the business's.
    own = Work(work.session, replace(work.origin, actor=VISITOR, now=business.now(real_now())))
    own.announce(
        DeclarationRecorded(
            **declaration_facts(declaration),
            identified_by=identified_by,
            not_before=not_before(declared.words, ZoneInfo(business.zone)),
        ),
        subject=declaration.id,
        version=1,
        customer_id=customer_id,
    )
    work.announced += own.announced
    matched = replace(
        declared,
        standing=Standing.MATCHED,
        look_at=None,
        customer_id=customer_id,
        subscription_id=subscription_id,
        decided_at=work.now,
    )
    await VisitorDeclarations(work.session).save(matched)
    return matched
