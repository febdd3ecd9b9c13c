"""Contact persons: the customer's doors, the business's, and the portal's for whoever opens a mailed link."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from foyer_shared.http.door import Door, business_door, customer_door, internal_door
from foyer_shared.http.models import Answer, Body, showing
from foyer_shared.storage.sealing import Seal
from foyer_shared.storage.work import Work
from pydantic import Field

from foyer_notifications.domain.contact import Contact, ContactDetails, ContactStatus
from foyer_notifications.storage.contacts import Contacts
from foyer_notifications.storage.customers import Customers
from foyer_notifications.use_cases.add_contact import add_contact
from foyer_notifications.use_cases.answer_contact_link import answer_contact_link
from foyer_notifications.use_cases.ask_contact_again import ask_contact_again
from foyer_notifications.use_cases.change_contact import change_contact
from foyer_notifications.use_cases.remove_contact import remove_contact

_LONGEST = 320

Reader = Annotated[Door, Depends(customer_door("notifications:read"))]
Writer = Annotated[Door, Depends(customer_door("notifications:write"))]
BusinessReader = Annotated[Door, Depends(business_door("notifications:read"))]
BusinessWriter = Annotated[Door, Depends(business_door("notifications:write"))]
PortalDoor = Annotated[Door, Depends(internal_door("notifications:write"))]


class ContactBody(Body):
    """A contact person, whole. `billing` and `account` say which mails they get in copy."""

    model_config = showing(
        {
            "name": "Grace Hopper",
            "email": "grace@example.com",
            "phone": None,
            "role": "Bookkeeping",
            "billing": True,
            "account": False,
        }
    )

    name: str = Field(max_length=_LONGEST)
    email: str = Field(max_length=_LONGEST)
    phone: str | None = Field(default=None, max_length=_LONGEST)
    role: str | None = Field(default=None, max_length=_LONGEST)
    billing: bool = True
    account: bool = False

    def details(self) -> ContactDetails:
        """What the use cases take."""
        return ContactDetails(**ContactBody.model_dump(self, include=set(ContactBody.model_fields)))


class NewContactBody(ContactBody):
    """A contact person of one customer."""

    model_config = showing({"customer_id": "cus_01k6", "name": "Grace Hopper", "email": "grace@example.com"})

    customer_id: str = Field(max_length=64)


class ContactAnswer(Answer):
    """A contact person. Mails go to whoever is `confirmed`; `created_at` is the business's time."""

    id: str
    customer_id: str
    name: str
    email: str
    phone: str | None
    role: str | None
    billing: bool
    account: bool
    status: ContactStatus
    created_at: datetime

    @classmethod
    def of(cls, contact: Contact) -> "ContactAnswer":
        """What doors tell."""
        details = contact.details
        return cls(
            id=contact.id,
            customer_id=contact.customer_id,
            name=details.name,
            email=details.email,
            phone=details.phone,
            role=details.role,
            billing=details.billing,
            account=details.account,
            status=contact.status,
            created_at=contact.created_at,
        )


class ContactsAnswer(Answer):
    """All contact persons of a customer, by name; there are ten at most."""

    data: list[ContactAnswer]


class LinkBody(Body):
    """The token of a mailed link."""

    token: str = Field(max_length=200)


class LinkAnswerBody(LinkBody):
    """What whoever opened it says."""

    wants_copies: bool


class LinkAnswer(Answer):
    """Whose link it is: enough to ask them, and no address."""

    customer: str
    name: str
    billing: bool
    account: bool
    status: ContactStatus


async def link_answer(work: Work, contact: Contact) -> LinkAnswer:
    """For whoever opened the link."""
    customer = await Customers(work.session).get(work.scope, contact.customer_id)
    return LinkAnswer(
        customer=customer.name,
        name=contact.details.name,
        billing=contact.details.billing,
        account=contact.details.account,
        status=contact.status,
    )


def contacts_router(seal: Seal) -> APIRouter:  # noqa: C901  Nine short doors, one beside the other.
    """The doors; the seal is for the link that asks a contact person."""
    router = APIRouter()

    @router.get("/customer/contacts")
    async def list_own(door: Reader) -> ContactsAnswer:
        return await _all_of(door, str(door.caller.customer_id))

    @router.post("/customer/contacts", status_code=201, response_model=ContactAnswer)
    async def add_own(body: ContactBody, door: Writer) -> JSONResponse:
        return await _add(door, seal, str(door.caller.customer_id), body)

    @router.get("/customer/contacts/{contact_id}")
    async def read_own(contact_id: str, door: Reader) -> ContactAnswer:
        return await _one(door, contact_id)

    @router.put("/customer/contacts/{contact_id}", response_model=ContactAnswer)
    async def change_own(contact_id: str, body: ContactBody, door: Writer) -> JSONResponse:
        return await _change(door, seal, contact_id, body)

    @router.post("/customer/contacts/{contact_id}/link", status_code=202, response_model=ContactAnswer)
    async def ask_own_again(contact_id: str, door: Writer) -> JSONResponse:
        return await _ask_again(door, seal, contact_id)

    @router.delete("/customer/contacts/{contact_id}", response_model=ContactAnswer)
    async def remove_own(contact_id: str, door: Writer) -> JSONResponse:
        return await _remove(door, contact_id)

    @router.get("/v1/contacts")
    async def list_of_customer(door: BusinessReader, customer_id: str) -> ContactsAnswer:
        """All contact persons of one customer."""
        return await _all_of(door, customer_id)

    @router.post("/v1/contacts", status_code=201, response_model=ContactAnswer)
    async def add(body: NewContactBody, door: BusinessWriter) -> JSONResponse:
        """Name a contact person, who is asked by a link first."""
        door.require_customer(body.customer_id)
        return await _add(door, seal, body.customer_id, body)

    @router.get("/v1/contacts/{contact_id}")
    async def read(contact_id: str, door: BusinessReader) -> ContactAnswer:
        """One contact person."""
        return await _one(door, contact_id)

    @router.put("/v1/contacts/{contact_id}", response_model=ContactAnswer)
    async def change(contact_id: str, body: ContactBody, door: BusinessWriter) -> JSONResponse:
        """Change their details; a new address is asked by a link first."""
        return await _change(door, seal, contact_id, body)

    @router.delete("/v1/contacts/{contact_id}", response_model=ContactAnswer)
    async def remove(contact_id: str, door: BusinessWriter) -> JSONResponse:
        """Send them no more copies."""
        return await _remove(door, contact_id)

    @router.post("/internal/contact-links")
    async def look(body: LinkBody, door: PortalDoor) -> LinkAnswer:
        async with door.writing() as work:
            return await link_answer(work, await Contacts(work.session).of_link(work.scope, body.token))

    @router.post("/internal/contact-links/answer", response_model=LinkAnswer)
    async def answer(body: LinkAnswerBody, door: PortalDoor) -> JSONResponse:
        async def effect(work: Work) -> LinkAnswer:
            contact = await answer_contact_link(work, body.token, wants_copies=body.wants_copies)
            return await link_answer(work, contact)

        return await door.once(effect)

    return router


async def _all_of(door: Door, customer_id: str) -> ContactsAnswer:
    async with door.reading() as work:
        found = await Contacts(work.session).of_customer(work.scope, customer_id)
    return ContactsAnswer(data=[ContactAnswer.of(one) for one in found])


async def _one(door: Door, contact_id: str) -> ContactAnswer:
    async with door.reading() as work:
        return ContactAnswer.of(await Contacts(work.session).get(work.scope, contact_id))


async def _add(door: Door, seal: Seal, customer_id: str, body: ContactBody) -> JSONResponse:
    async def effect(work: Work) -> ContactAnswer:
        return ContactAnswer.of(await add_contact(work, seal, customer_id, body.details()))

    return await door.once(effect, status=201)


async def _change(door: Door, seal: Seal, contact_id: str, body: ContactBody) -> JSONResponse:
    async def effect(work: Work) -> ContactAnswer:
        return ContactAnswer.of(await change_contact(work, seal, contact_id, body.details()))

    return await door.once(effect)


async def _ask_again(door: Door, seal: Seal, contact_id: str) -> JSONResponse:
    async def effect(work: Work) -> ContactAnswer:
        return ContactAnswer.of(await ask_contact_again(work, seal, contact_id))

    return await door.once(effect, status=202)


async def _remove(door: Door, contact_id: str) -> JSONResponse:
    async def effect(work: Work) -> ContactAnswer:
        return ContactAnswer.of(await remove_contact(work, contact_id))

    return await door.once(effect)
