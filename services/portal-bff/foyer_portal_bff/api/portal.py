"""What every public door is given: the database, the services, and the request's marks."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.device import describe_device
from foyer_portal_bff.domain.signed_in import RequestMark
from foyer_portal_bff.gateways.open_pages import OpenPages
from foyer_portal_bff.gateways.password_hashes import PasswordHashes
from foyer_portal_bff.gateways.readiness import Readiness
from foyer_portal_bff.gateways.services import Services
from foyer_portal_bff.settings import Settings


@dataclass(frozen=True, slots=True)
class Portal:
    """One portal process, on `app.state.portal` of its public app."""

    settings: Settings
    database: Database
    services: Services
    readiness: Readiness
    pages: OpenPages
    passwords: PasswordHashes

    @property
    def code_key(self) -> bytes:
        """What keys the hashes of sign-in codes."""
        return self.settings.hash_key.get_secret_value().encode()

    @property
    def is_sandbox(self) -> bool:
        """Whether this installation has a mailbox page and no real money."""
        return self.settings.mode == "sandbox"


async def portal_of(request: Request) -> Portal:
    """The process's portal."""
    portal: Portal = request.app.state.portal
    return portal


PortalHere = Annotated[Portal, Depends(portal_of)]


def mark_of(request: Request) -> RequestMark:
    """Which request this is and where it came from; `api.headers` made its id."""
    return RequestMark(
        id=request.state.request_id,
        ip=request.client.host if request.client else None,
        device=describe_device(request.headers.get("user-agent", "")),
    )
