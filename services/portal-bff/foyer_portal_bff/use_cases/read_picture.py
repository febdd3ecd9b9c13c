"""Reads a customer's picture: stored parts where they are fresh, the services side by side where not."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import structlog
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.errors import FoyerError
from foyer_shared.basics.origin import Scope
from foyer_shared.http.callers import Caller
from foyer_shared.storage.database import Database
from pydantic import ValidationError

from foyer_portal_bff.domain.picture import KnownPart, Seen, StoredPart, is_fresh
from foyer_portal_bff.domain.portal_configuration import Switch
from foyer_portal_bff.domain.roles import AREAS, areas_to_read
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.gateways.callers import customer_caller
from foyer_portal_bff.gateways.models.invoicing import InvoicingPart
from foyer_portal_bff.gateways.models.notifications import NotificationsPart
from foyer_portal_bff.gateways.models.payments import PaymentsPart
from foyer_portal_bff.gateways.models.subscriptions import SubscriptionsPart
from foyer_portal_bff.gateways.models.support import SupportPart
from foyer_portal_bff.gateways.models.tolerant import Tolerant
from foyer_portal_bff.gateways.services import Services
from foyer_portal_bff.storage.picture import Picture as PictureStore
from foyer_portal_bff.storage.picture import known_parts
from foyer_portal_bff.storage.reading import reading

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

_MODELS: dict[str, type[Tolerant]] = {
    "subscriptions": SubscriptionsPart,
    "invoicing": InvoicingPart,
    "payments": PaymentsPart,
    "support": SupportPart,
    "notifications": NotificationsPart,
}


@dataclass(frozen=True, slots=True)
class Picture:
    """What the services know of a customer. A part is None when the login's role may not see it, or when
    nobody asked for it.
    """

    subscriptions: Seen[SubscriptionsPart] | None = None
    invoicing: Seen[InvoicingPart] | None = None
    payments: Seen[PaymentsPart] | None = None
    support: Seen[SupportPart] | None = None
    notifications: Seen[NotificationsPart] | None = None
    by_service: dict[str, Seen[Any]] = field(default_factory=dict)
    """The same parts, by the name of their service."""


async def read_picture(
    database: Database, services: Services, who: SignedIn, *, of: Collection[str] = AREAS
) -> Picture:
    """One query when all is fresh; else one call for each stale part, and one write for those that came.

    `of` names the services whose parts are wanted. What the business has switched off is left out of them.
    """
    scope = Scope(who.business.id, who.customer_id)
    now = real_now()
    async with reading(database) as connection:
        wanted = [area for area in areas_to_read(who.scopes) if area in of and who.shows(area)]
        known = await known_parts(connection, scope, wanted)
    stale = [part for part in known if not is_fresh(part, now)]
    fetched = await _fetch(services, customer_caller(who), stale, now) if stale else {}
    if fetched:
        async with database.session() as session:
            store = PictureStore(session)
            for service, part in sorted(fetched.items()):
                await store.save_part(scope, service, part)
    seen = {
        part.service: _seen(part, fetched.get(part.service), is_fresh=part not in stale) for part in known
    }
    shown = {service: _shown(part, who.configuration.off) for service, part in seen.items()}
    return Picture(**shown, by_service=shown)


_LEFT_OUT: dict[Switch, dict[str, Any]] = {
    Switch.ORDERS: {"orders": ()},
    Switch.INVOICES: {"open_invoices": (), "open_totals": ()},
    Switch.COLLECTION_CASES: {"collection_cases": ()},
    Switch.ANNOUNCEMENTS: {"announcements": ()},
}


def _shown(seen: Seen[Any], off: frozenset[Switch]) -> Seen[Any]:
    if not off or seen.part is None:
        return seen
    known = type(seen.part).model_fields
    without = {
        name: nothing
        for switch in off
        for name, nothing in _LEFT_OUT.get(switch, {}).items()
        if name in known
    }
    return replace(seen, part=seen.part.model_copy(update=without))


async def _fetch(
    services: Services, caller: Caller, stale: list[KnownPart], now: datetime
) -> dict[str, StoredPart]:
    answers = await asyncio.gather(
        *(_ask(part.service, getattr(services, part.service).overview, caller) for part in stale)
    )
    return {
        part.service: StoredPart(answer.model_dump(mode="json"), part.counters, now)
        for part, answer in zip(stale, answers, strict=True)
        if answer is not None
    }


async def _ask(
    service: str, overview: Callable[[Caller], Awaitable[Tolerant]], caller: Caller
) -> Tolerant | None:
    """The service's part, None while it is away or says what we cannot read."""
    try:
        return await overview(caller)
    except (FoyerError, ValidationError) as error:
        log.warning("picture_part_away", owner=service, error=type(error).__name__)
        return None


def _seen(known: KnownPart, fetched: StoredPart | None, *, is_fresh: bool) -> Seen[Any]:
    stored = fetched or known.stored
    if stored is None:
        return Seen(None, fresh=False, as_of=None)
    part = _MODELS[known.service].model_validate(stored.body)
    return Seen(part, fresh=is_fresh or fetched is not None, as_of=stored.fetched_at)
