"""Who is behind a request, and where it came from."""

from dataclasses import dataclass
from datetime import datetime

from foyer_shared.basics.origin import Actor, ActorKind, Origin, Scope

from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.login import Login
from foyer_portal_bff.domain.portal_configuration import PortalConfiguration, Switch
from foyer_portal_bff.domain.portal_session import Flow, PortalSession
from foyer_portal_bff.domain.roles import Role, scopes_of


@dataclass(frozen=True, slots=True)
class RequestMark:
    """One request: its id becomes the causation of every event that it leads to."""

    id: str
    ip: str | None
    device: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A login in a live session, at work for one customer."""

    session_id: str
    login: Login
    customer_id: str
    customer_name: str
    role: Role
    business: Business
    csrf_token: str
    request: RequestMark
    configuration: PortalConfiguration
    """What the business shows them, and lets them do."""
    portal_session: PortalSession | None = None
    """By which the business's back end let them in."""

    @property
    def task(self) -> Flow | None:
        """What they are held to; None when the portal is open to them."""
        return self.portal_session.task if self.portal_session else None

    def shows(self, area: str) -> bool:
        """Whether the business shows any of a service's part at all."""
        return area != "support" or self.configuration.has(Switch.SUPPORT)

    @property
    def scopes(self) -> frozenset[str]:
        """What the role may do for this customer."""
        return scopes_of(self.role)

    @property
    def actor(self) -> Actor:
        """The login, as events and audit name it."""
        return Actor(ActorKind.LOGIN, self.login.id)

    @property
    def request_id(self) -> str:
        """The id of the request at hand."""
        return self.request.id

    def origin(self, now: datetime) -> Origin:
        """Work on the portal's own things. `now` is real time for sessions, which follow no sandbox's clock,
        and the business's for what is declared.
        """
        return Origin(Scope(self.business.id, self.customer_id), self.actor, now, self.request_id)


def may(signed_in: SignedIn, scope: str) -> bool:
    """Whether the role gives the scope, such as `subscriptions:write`."""
    return scope in signed_in.scopes
