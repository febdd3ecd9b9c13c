"""`/api/contacts`: who else gets the customer's mails in copy."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from foyer_shared.http.models import Body
from pydantic import StringConstraints

from foyer_portal_bff.api.fields import PathId, RepeatKey
from foyer_portal_bff.api.portal import Portal, PortalHere
from foyer_portal_bff.api.session import signed_in_with
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.gateways.callers import customer_caller
from foyer_portal_bff.gateways.models.notifications import Contact, Contacts
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command
from foyer_portal_bff.use_cases.count_contact_link import count_contact_link

router = APIRouter(prefix="/contacts")
Reader = Annotated[SignedIn, Depends(signed_in_with("notifications:read"))]
Writer = Annotated[SignedIn, Depends(signed_in_with("notifications:write"))]
Text = Annotated[str, StringConstraints(max_length=320)]


class ContactBody(Body):
    """A contact person, whole; notifications says what is right."""

    name: Text
    email: Text
    phone: Text | None = None
    role: Text | None = None
    billing: bool = True
    account: bool = False


@router.get("")
async def get_contacts(who: Reader, portal: PortalHere) -> Contacts:
    """The contact persons, by name."""
    return await portal.services.notifications.contacts(customer_caller(who))


@router.post("", status_code=201)
async def post_contact(body: ContactBody, who: Writer, portal: PortalHere, key: RepeatKey) -> Contact:
    """Name one, who is asked by a mailed link first."""
    return await add_contact(portal, who, body.model_dump(), key=key)


@router.get("/{contact_id}")
async def get_contact(contact_id: PathId, who: Reader, portal: PortalHere) -> Contact:
    """One of them."""
    return await portal.services.notifications.contact(customer_caller(who), contact_id)


@router.put("/{contact_id}")
async def put_contact(contact_id: PathId, body: ContactBody, who: Writer, portal: PortalHere) -> Contact:
    """Other details; a new address is asked by a mailed link first."""
    before = await portal.services.notifications.contact(customer_caller(who), contact_id)
    return await change_contact(portal, who, before, body.model_dump())


@router.post("/{contact_id}/link", status_code=202)
async def post_contact_link(contact_id: PathId, who: Writer, portal: PortalHere) -> Contact:
    """Mail another link to whoever has not answered."""
    return await ask_contact_again(portal, who, contact_id)


@router.delete("/{contact_id}")
async def delete_contact(contact_id: PathId, who: Writer, portal: PortalHere) -> Contact:
    """Send them no more copies."""
    return await remove_contact(portal, who, contact_id)


async def add_contact(portal: Portal, who: SignedIn, details: dict[str, Any], *, key: str | None) -> Contact:
    """Raises `TooManyRequests`, and what notifications refuses."""
    await count_contact_link(portal.database, who)
    return await carry_out_command(
        portal.database,
        who,
        action="add_contact",
        target=None,
        owner="notifications",
        call=portal.services.notifications.add_contact(customer_caller(who), details, idempotency_key=key),
    )


async def change_contact(portal: Portal, who: SignedIn, before: Contact, details: dict[str, Any]) -> Contact:
    """A new address is mailed a link. Raises `TooManyRequests`, and what notifications refuses."""
    if details["email"].strip().lower() != before.email:
        await count_contact_link(portal.database, who)
    return await carry_out_command(
        portal.database,
        who,
        action="change_contact",
        target=before.id,
        owner="notifications",
        call=portal.services.notifications.change_contact(customer_caller(who), before.id, details),
    )


async def ask_contact_again(portal: Portal, who: SignedIn, contact_id: str) -> Contact:
    """Raises `TooManyRequests`, and what notifications refuses."""
    await count_contact_link(portal.database, who)
    return await carry_out_command(
        portal.database,
        who,
        action="ask_contact_again",
        target=contact_id,
        owner="notifications",
        call=portal.services.notifications.ask_contact_again(customer_caller(who), contact_id),
    )


async def remove_contact(portal: Portal, who: SignedIn, contact_id: str) -> Contact:
    """Raises what notifications refuses."""
    return await carry_out_command(
        portal.database,
        who,
        action="remove_contact",
        target=contact_id,
        owner="notifications",
        call=portal.services.notifications.remove_contact(customer_caller(who), contact_id),
    )
