"""Finds out whose contracts visitors' declarations are about; run as a job."""

from dataclasses import replace
from datetime import datetime

from foyer_shared.basics.origin import Origin, Scope
from foyer_shared.contracts.portal import DeclarationReceived, DeclarationUnmatched
from foyer_shared.storage.database import Database
from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.login import same_email
from foyer_portal_bff.domain.matching import Match, one_customer, one_subscription
from foyer_portal_bff.domain.visitor_declaration import (
    VISITOR,
    Standing,
    VisitorDeclaration,
    VisitorKind,
    look_again_at,
)
from foyer_portal_bff.storage.businesses import Businesses
from foyer_portal_bff.storage.customers import Customers
from foyer_portal_bff.storage.history import known_subscriptions
from foyer_portal_bff.storage.visitor_declarations import VisitorDeclarations
from foyer_portal_bff.use_cases.hand_over_declaration import hand_over_declaration
from foyer_portal_bff.use_cases.told import visitor_declaration_facts

BATCH = 50


async def match_declarations(database: Database, now: datetime) -> int:
    """All that is to be looked at by now, which is real; returns how many. Nobody is called: what the portal
    knows by itself is enough, so that it works while the services are away.
    """
    origin = Origin(Scope(""), VISITOR, now)
    async with database.work(origin) as batch:
        clocks = await Businesses(batch.session).clocks_for_everyone()
        found = await VisitorDeclarations(batch.session).claim_for_everyone(now, limit=BATCH)
        for declared in found:
            scope = Scope(declared.business_id)
            business_now = clocks.of(declared.business_id, now)
            own = Work(batch.session, replace(origin, scope=scope, now=business_now))
            await _look_at(own, declared, now)
            batch.announced += own.announced
    return len(found)


async def _look_at(work: Work, declared: VisitorDeclaration, now: datetime) -> None:
    match = await _match(work, declared, now)
    is_first = declared.standing is Standing.RECEIVED
    if match and match.subscription:
        matched = await hand_over_declaration(
            work,
            declared,
            customer_id=match.customer_id,
            subscription_id=match.subscription.id,
            subscription_name=match.subscription.name,
            identified_by=match.identified_by,
        )
        if is_first and not await _gets_the_outcome(work, matched):
            _give_receipt(work, matched)
        return
    again = look_again_at(declared, now)
    customer_id = match.customer_id if match else None
    unmatched = replace(declared, standing=Standing.UNMATCHED, look_at=again, customer_id=customer_id)
    await VisitorDeclarations(work.session).save(unmatched)
    if is_first:
        _give_receipt(work, unmatched)
    if again is None:
        work.announce(
            DeclarationUnmatched(**visitor_declaration_facts(unmatched), customer_id=customer_id),
            subject=unmatched.id,
            version=2,
            customer_id=customer_id,
        )


async def _match(work: Work, declared: VisitorDeclaration, now: datetime) -> Match | None:
    customers, words = Customers(work.session), declared.words
    by_email = await customers.ids_by_email(work.scope, same_email(words.email), now)
    by_number = {words.number} if words.number and await customers.has(work.scope, words.number) else set()
    named = {
        customer_id: await known_subscriptions(work.session, Scope(declared.business_id, customer_id))
        for customer_id in by_email | by_number
    }
    # The number of one of the customer's contracts is as good as the customer's own.
    by_number |= {
        customer_id for customer_id, known in named.items() if words.number in {one.id for one in known}
    }
    match = one_customer(by_email, by_number)
    if match is None:
        return None
    fits = one_subscription(
        named[match.customer_id],
        number=words.number,
        contract=words.contract,
        named_only=words.kind is VisitorKind.WITHDRAWAL,
    )
    return replace(match, subscription=fits)


async def _gets_the_outcome(work: Work, matched: VisitorDeclaration) -> bool:
    """Whether the mail of what it leads to comes to the address that wants the receipt: it is that, then."""
    customer = await Customers(work.session).get(work.scope, str(matched.customer_id))
    return same_email(customer.email) == same_email(matched.words.receipt_to)


def _give_receipt(work: Work, declared: VisitorDeclaration) -> None:
    words = declared.words
    work.announce(
        DeclarationReceived(
            **visitor_declaration_facts(declared),
            receipt_to=words.receipt_to,
            language=declared.language,
            name=words.name,
            email=words.email,
            customer_number=words.number,
            is_extraordinary=words.is_extraordinary,
            ends_on=words.ends_on,
            content_hash=declared.content_hash,
        ),
        subject=declared.id,
        version=1,
    )
