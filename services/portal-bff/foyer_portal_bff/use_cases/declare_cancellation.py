"""A customer cancels: it is recorded as declared first, then carried out by subscriptions, now or later."""

from dataclasses import dataclass, replace

from foyer_shared.basics.clock import real_now
from foyer_shared.basics.errors import FoyerError, Kind, Unavailable
from foyer_shared.basics.origin import Scope
from foyer_shared.http.client import Refused
from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.declaration import (
    REFUSED_BEFORE,
    Declaration,
    Outcome,
    Shown,
    State,
    Words,
    check_same_words,
)
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.gateways.callers import customer_caller
from foyer_portal_bff.gateways.models.subscriptions import CanceledSubscription
from foyer_portal_bff.gateways.subscriptions import SubscriptionsClient
from foyer_portal_bff.storage.declarations import Declarations
from foyer_portal_bff.use_cases.find_subscription_name import find_subscription_name
from foyer_portal_bff.use_cases.look_before_canceling import look_before_canceling
from foyer_portal_bff.use_cases.record_declaration import record_declaration


@dataclass(frozen=True, slots=True)
class Declared:
    """The declaration, and the subscription after it; None while nobody could carry it out."""

    declaration: Declaration
    canceled: CanceledSubscription | None


async def declare_cancellation(
    database: Database,
    client: SubscriptionsClient,
    who: SignedIn,
    words: Words,
    *,
    promise: str | None = None,
    idempotency_key: str,
) -> Declared:
    """While subscriptions is away it is received all the same, for what the history knows to be the
    customer's; the event waits on the bus. No transaction is open during a call.
    """
    before = await _declared_before(database, who, words, idempotency_key)
    if before:
        return await _carry_out(database, client, who, before)
    try:
        shown = await look_before_canceling(client, customer_caller(who), words, promise)
    except Unavailable:
        name = await find_subscription_name(database, who, words.subscription_id)
        if name is None:
            raise
        declaration = await _record(
            database, who, words, Shown(subscription_name=name, promise=promise), idempotency_key
        )
        return Declared(declaration, None)
    declaration = await _record(database, who, words, shown, idempotency_key)
    return await _carry_out(database, client, who, declaration)


async def _declared_before(
    database: Database, who: SignedIn, words: Words, idempotency_key: str
) -> Declaration | None:
    async with database.session() as session:
        found = await Declarations(session).by_key(_scope(who), idempotency_key)
    if found:
        check_same_words(found, words)
    return found


async def _record(
    database: Database, who: SignedIn, words: Words, shown: Shown, idempotency_key: str
) -> Declaration:
    async with database.work(who.origin(who.business.now(real_now()))) as work:
        return await record_declaration(
            work,
            words,
            shown,
            declared_by_name=who.login.name,
            number_prefix=who.business.number_prefix,
            idempotency_key=idempotency_key,
        )


async def _carry_out(
    database: Database, client: SubscriptionsClient, who: SignedIn, declaration: Declaration
) -> Declared:
    """The same call however often, so that a second click is answered like the first."""
    if declaration.outcome.refusal:
        raise Refused(
            "It was refused before. We look into it.", code=declaration.outcome.refusal, kind=Kind.CONFLICT
        )
    try:
        canceled = await client.cancel(customer_caller(who), declaration)
    except Unavailable:
        return Declared(declaration, None)
    except FoyerError as refusal:
        # Subscriptions keeps these, and tells them too; what it told before has its own code.
        if refusal.kind in {Kind.CONFLICT, Kind.NOT_ALLOWED} and refusal.code != REFUSED_BEFORE:
            await _decide(database, who, declaration, Outcome(state=State.REFUSED, refusal=refusal.code))
        raise
    change = next((change for change in canceled.pending_changes if change.kind == "cancel"), None)
    outcome = replace(
        declaration.outcome,
        state=State.ACCEPTED,
        effective_at=canceled.cancellation.effective_at,
        change_id=change.id if change else None,
    )
    await _decide(database, who, declaration, outcome)
    return Declared(replace(declaration, outcome=outcome), canceled)


async def _decide(database: Database, who: SignedIn, declaration: Declaration, outcome: Outcome) -> None:
    async with database.session() as session:
        await Declarations(session).decide(_scope(who), declaration.id, outcome)


def _scope(who: SignedIn) -> Scope:
    return Scope(who.business.id, who.customer_id)
