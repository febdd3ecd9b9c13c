"""What open pages are told: whose part of which service has changed, and whom that concerns."""

from dataclasses import dataclass

from foyer_shared.basics.origin import Scope

from foyer_portal_bff.domain.roles import areas_to_read
from foyer_portal_bff.domain.signed_in import SignedIn

PORTAL = "portal-bff"
"""The portal tells of its own, too: of signing in, for example."""


@dataclass(frozen=True, slots=True)
class Change:
    """A service's event has been noted; without a customer it concerns all of the business."""

    scope: Scope
    service: str


@dataclass(frozen=True, slots=True)
class Audience:
    """Who looks at an open page, and what their role may see."""

    session_id: str
    scope: Scope
    services: frozenset[str]


def audience_of(who: SignedIn) -> Audience:
    """What home shows this login, and the portal's own lines of the history."""
    return Audience(
        who.session_id,
        Scope(who.business.id, who.customer_id),
        frozenset((*areas_to_read(who.scopes), PORTAL)),
    )


def shown_of(change: Change, audience: Audience) -> frozenset[str]:
    """Which of the services that the audience sees it touches: none for what is another's."""
    if change.scope.business_id != audience.scope.business_id:
        return frozenset()
    if change.scope.customer_id is None:
        return audience.services
    if change.scope.customer_id != audience.scope.customer_id:
        return frozenset()
    return audience.services & {change.service}
