"""`GET /api/home`: the customer's picture."""

from datetime import datetime

from fastapi import APIRouter
from foyer_shared.http.models import Answer

from foyer_portal_bff.api.portal import PortalHere
from foyer_portal_bff.api.session import SignedInHere
from foyer_portal_bff.domain.portal_configuration import Switch
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.gateways.models.collection import CollectionCase
from foyer_portal_bff.gateways.models.invoicing import Invoice, Order
from foyer_portal_bff.gateways.models.subscriptions import Subscription
from foyer_portal_bff.gateways.models.support import Ticket
from foyer_portal_bff.use_cases.read_picture import Picture, read_picture

router = APIRouter()


class CustomerAnswer(Answer):
    """The account that the session works for."""

    id: str
    name: str
    role: str


class CountsAnswer(Answer):
    """None: the service has never answered, the login's role does not see it, or the business does not show
    it.
    """

    orders: int | None
    invoices: int | None
    subscriptions: int | None


class PartAnswer(Answer):
    """How old a service's part is; `as_of` None: it has never answered."""

    fresh: bool
    as_of: datetime | None


class HomeAnswer(Answer):
    """Home in one answer. `parts` has the services that the login's role may see."""

    customer: CustomerAnswer
    counts: CountsAnswer
    subscriptions: tuple[Subscription, ...]
    orders: tuple[Order, ...]
    open_invoices: tuple[Invoice, ...]
    collection_cases: tuple[CollectionCase, ...]
    open_tickets: tuple[Ticket, ...]
    parts: dict[str, PartAnswer]


@router.get("/home")
async def get_home(who: SignedInHere, portal: PortalHere) -> HomeAnswer:
    """What is known of the customer, and how fresh it is."""
    return _answer(who, await read_picture(portal.database, portal.services, who))


def _answer(who: SignedIn, picture: Picture) -> HomeAnswer:
    shows = who.configuration.has
    subscriptions = picture.subscriptions.part if picture.subscriptions else None
    invoicing = picture.invoicing.part if picture.invoicing else None
    support = picture.support.part if picture.support else None
    return HomeAnswer(
        customer=CustomerAnswer(id=who.customer_id, name=who.customer_name, role=who.role),
        counts=CountsAnswer(
            orders=invoicing.counts.orders if invoicing and shows(Switch.ORDERS) else None,
            invoices=invoicing.counts.invoices if invoicing and shows(Switch.INVOICES) else None,
            subscriptions=subscriptions.active_count if subscriptions else None,
        ),
        subscriptions=subscriptions.subscriptions if subscriptions else (),
        orders=invoicing.orders if invoicing else (),
        open_invoices=invoicing.open_invoices if invoicing else (),
        collection_cases=invoicing.collection_cases if invoicing else (),
        open_tickets=support.open_tickets if support else (),
        parts={
            name: PartAnswer(fresh=seen.fresh, as_of=seen.as_of) for name, seen in picture.by_service.items()
        },
    )
