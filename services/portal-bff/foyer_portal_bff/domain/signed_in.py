"""Who is behind a request, and where it came from."""

from dataclasses import dataclass

from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.login import Login
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

    @property
    def scopes(self) -> frozenset[str]:
        """What the role may do for this customer."""
        return scopes_of(self.role)

    @property
    def request_id(self) -> str:
        """The id of the request at hand."""
        return self.request.id


def may(signed_in: SignedIn, scope: str) -> bool:
    """Whether the role gives the scope, such as `subscriptions:write`."""
    return scope in signed_in.scopes
