"""Contact persons: named, asked, in copy, and no more."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from foyer_notifications.domain.message import Message
from foyer_shared.contracts.envelope import Event
from foyer_shared.contracts.invoicing import CustomerAnonymized, CustomerData, CustomerUpdated
from foyer_shared.contracts.subscriptions import SubscriptionPaused
from foyer_shared.http.callers import Surface
from foyer_shared.messaging.transport import Verdict
from foyer_shared.service import Service
from foyer_shared.storage.database import Database
from foyer_shared.testing.callers import a_caller, client_for
from foyer_shared.testing.makers import ADA, CONTOSO
from foyer_shared.testing.outbox import announced

Read = Callable[[], Awaitable[list[Message]]]
Receive = Callable[..., Awaitable[Verdict]]
Run = Callable[[], Awaitable[None]]

pytestmark = pytest.mark.usefixtures("known")

GRACE = {"name": "Grace O'Hara", "email": "grace@example.com", "role": "Bookkeeping"}
WHOLE = {**GRACE, "phone": None, "billing": True, "account": False}


class People:
    """Ada at her contact persons, and whoever opens the links that they are mailed."""

    def __init__(self, service: Service, run_job: Run) -> None:
        self._service = service
        self._run = run_job

    async def ask(self, method: str, path: str, body: Any = None, **caller: Any) -> tuple[int, Any]:
        """A call of Ada's, or of whoever `caller` says."""
        who = a_caller(**{"surface": Surface.CUSTOMER, "customer_id": ADA} | caller)
        async with client_for(self._service, who) as client:
            answer = await client.request(method, path, json=body)
        return answer.status_code, answer.json()

    async def add(self, **changes: Any) -> dict[str, Any]:
        """One more, who has not answered yet."""
        status, contact = await self.ask("POST", "/customer/contacts", {**WHOLE, **changes})
        assert status == 201, contact
        return dict(contact)

    async def mails(self, to: str) -> list[dict[str, Any]]:
        """What an address has got, alone or in copy, the newest first."""
        await self._run()
        path = f"/internal/mailbox?to={to}"
        _, found = await self.ask("GET", path, surface=Surface.INTERNAL, customer_id=None)
        return list(found["data"])

    async def token(self, to: str) -> str:
        """Of the newest link that an address was mailed."""
        links = [mail for mail in await self.mails(to) if mail["message"] == "contact_link"]
        return str(links[0]["links"][0].partition("token=")[2])

    async def answer(self, token: str, *, yes: bool) -> tuple[int, Any]:
        """Whoever opened the link says so."""
        body = {"token": token, "wants_copies": yes}
        path = "/internal/contact-links/answer"
        return await self.ask("POST", path, body, surface=Surface.INTERNAL, customer_id=None)

    async def confirmed(self, **changes: Any) -> dict[str, Any]:
        """One who has said yes."""
        contact = await self.add(**changes)
        assert (await self.answer(await self.token(contact["email"]), yes=True))[0] == 200
        return contact


@pytest.fixture
def people(service: Service, run_job: Run) -> People:
    return People(service, run_job)


async def test_they_are_asked_and_then_in_copy(
    people: People, receive: Receive, paused: SubscriptionPaused, database: Database
) -> None:
    contact = await people.add(account=True)
    assert {**WHOLE, "account": True}.items() <= contact.items()
    assert contact["status"] == "pending"
    await receive(paused)
    assert [mail["message"] for mail in await people.mails("grace@example.com")] == ["contact_link"]

    (mail,) = await people.mails("grace@example.com")
    assert mail["subject"] == "Ada Lovelace wants to send you copies from Northwind"
    token = await people.token("grace@example.com")
    assert token not in mail["subject"]
    path = "/internal/contact-links"
    looked = await people.ask("POST", path, {"token": token}, surface=Surface.INTERNAL, customer_id=None)
    asked = {"customer": "Ada Lovelace", "name": "Grace O'Hara", "billing": True, "account": True}
    assert looked == (200, {**asked, "status": "pending"})
    assert await people.answer(token, yes=True) == (200, {**asked, "status": "confirmed"})
    assert await people.answer(token, yes=True) == (200, {**asked, "status": "confirmed"})

    await receive(paused)
    copied = (await people.mails("grace@example.com"))[0]
    assert (copied["to"], copied["cc"]) == (["ada@example.com"], ["grace@example.com"])
    assert [told.type for told in await announced(database)].count("contact.confirmed") == 1


async def test_a_reader_of_a_copy_switches_nothing_off_for_the_customer(
    people: People, receive: Receive, causes: dict[str, Event]
) -> None:
    await receive(causes["invoice_overdue"])
    (alone,) = await people.mails("ada@example.com")
    await people.confirmed()
    await receive(causes["invoice_overdue"])
    copied = (await people.mails("ada@example.com"))[0]
    assert (alone["unsubscribe"] is None, copied["unsubscribe"]) == (False, None)
    assert copied["cc"] == ["grace@example.com"]


async def test_copies_go_to_whom_they_concern(
    people: People, receive: Receive, paused: SubscriptionPaused
) -> None:
    await people.confirmed(email="books@example.com")
    await people.confirmed(email="it@example.com", billing=False, account=True)
    await people.confirmed(email="ada@example.com", account=True)
    await receive(paused)
    copied = (await people.mails("it@example.com"))[0]
    assert (copied["message"], copied["cc"]) == ("subscription_paused", ["it@example.com"])
    assert {mail["message"] for mail in await people.mails("books@example.com")} == {"contact_link"}


async def test_nobody_is_in_copy_of_what_protects_the_account(
    people: People, receive: Receive, ada: CustomerData
) -> None:
    await people.confirmed(account=True)
    moved = CustomerUpdated(customer=ada.model_copy(update={"email": "new@example.com"}))
    await receive(moved, version=2)
    (told,) = await people.mails("ada@example.com")
    assert (told["message"], told["cc"]) == ("customer_email_changed", [])


async def test_they_stop_it_themselves_and_are_not_asked_again(
    people: People, receive: Receive, paused: SubscriptionPaused
) -> None:
    contact = await people.confirmed(account=True)
    token = await people.token("grace@example.com")
    status, answer = await people.answer(token, yes=False)
    assert (status, answer["status"]) == (200, "declined")
    await receive(paused)
    assert {mail["message"] for mail in await people.mails("grace@example.com")} == {"contact_link"}
    status, refusal = await people.ask("POST", f"/customer/contacts/{contact['id']}/link")
    assert (status, refusal["code"]) == (409, "contact_declined")


async def test_a_change_of_address_asks_there_and_ends_the_link_before(people: People) -> None:
    contact = await people.confirmed()
    old = await people.token("grace@example.com")
    path = f"/customer/contacts/{contact['id']}"
    status, after = await people.ask("PUT", path, {**WHOLE, "email": "g@example.com"})
    assert (status, after["status"], after["email"]) == (200, "pending", "g@example.com")
    status, refusal = await people.answer(old, yes=True)
    assert (status, refusal["code"]) == (404, "contact_link_not_valid")
    assert (await people.answer(await people.token("g@example.com"), yes=True))[0] == 200
    assert (await people.ask("GET", path))[1]["status"] == "confirmed"


async def test_removed_they_are_gone(people: People, receive: Receive, paused: SubscriptionPaused) -> None:
    contact = await people.confirmed(account=True)
    token = await people.token("grace@example.com")
    path = f"/customer/contacts/{contact['id']}"
    assert (await people.ask("DELETE", path))[0] == 200
    assert (await people.ask("DELETE", path))[1]["code"] == "contact_not_found"
    assert (await people.answer(token, yes=True))[1]["code"] == "contact_link_not_valid"
    await receive(paused)
    assert {mail["message"] for mail in await people.mails("grace@example.com")} == {"contact_link"}
    assert await people.ask("GET", "/customer/contacts") == (200, {"data": []})


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": " "}, "contact_name_malformed"),
        ({"email": "grace@"}, "email_malformed"),
        ({"phone": "none"}, "contact_phone_malformed"),
        ({"role": "x" * 101}, "contact_role_malformed"),
    ],
)
async def test_bad_details_change_nothing(
    people: People, database: Database, wrong: dict[str, str], code: str
) -> None:
    status, refusal = await people.ask("POST", "/customer/contacts", {**WHOLE, **wrong})
    assert (status, refusal["code"]) == (422, code)
    assert (await people.ask("GET", "/customer/contacts"))[1] == {"data": []}
    assert await announced(database) == []


async def test_of_twelve_at_once_ten_are_kept(people: People) -> None:
    added = await asyncio.gather(
        *(
            people.ask("POST", "/customer/contacts", {**WHOLE, "email": f"p{number}@example.com"})
            for number in range(12)
        )
    )
    assert sorted(status for status, _ in added) == [201] * 10 + [409] * 2
    assert {answer["code"] for status, answer in added if status == 409} == {"too_many_contacts"}
    assert len((await people.ask("GET", "/customer/contacts"))[1]["data"]) == 10


async def test_one_address_at_once_is_there_once(people: People) -> None:
    added = await asyncio.gather(*(people.ask("POST", "/customer/contacts", WHOLE) for _ in range(2)))
    assert sorted(status for status, _ in added) == [201, 409]
    assert len(await people.mails("grace@example.com")) == 1


async def test_a_link_just_sent_is_not_sent_again(people: People) -> None:
    contact = await people.add()
    status, refusal = await people.ask("POST", f"/customer/contacts/{contact['id']}/link")
    assert (status, refusal["code"]) == (409, "contact_link_just_sent")
    assert len(await people.mails("grace@example.com")) == 1


async def test_others_see_none_of_them(people: People) -> None:
    contact = await people.add()
    own, theirs = f"/customer/contacts/{contact['id']}", f"/v1/contacts/{contact['id']}"
    for method, path, caller in (
        ("GET", own, {"customer_id": "cus_other"}),
        ("PUT", own, {"customer_id": "cus_other"}),
        ("DELETE", own, {"customer_id": "cus_other"}),
        ("POST", f"{own}/link", {"customer_id": "cus_other"}),
        ("GET", theirs, {"surface": Surface.BUSINESS, "customer_id": None, "business_id": CONTOSO}),
        ("DELETE", theirs, {"surface": Surface.BUSINESS, "customer_id": None, "business_id": CONTOSO}),
    ):
        body = WHOLE if method == "PUT" else None
        status, refusal = await people.ask(method, path, body, **caller)
        assert (status, refusal["code"]) == (404, "contact_not_found"), (method, path)


async def test_a_business_names_them_too(people: People) -> None:
    business = {"surface": Surface.BUSINESS, "customer_id": ADA}
    status, contact = await people.ask("POST", "/v1/contacts", {**GRACE, "customer_id": ADA}, **business)
    assert (status, contact["status"], contact["billing"]) == (201, "pending", True)
    found = await people.ask("GET", f"/v1/contacts?customer_id={ADA}", **business)
    assert found == (200, {"data": [contact]})
    path = f"/v1/contacts/{contact['id']}"
    assert await people.ask("GET", path, **business) == (200, contact)
    status, changed = await people.ask("PUT", path, {**WHOLE, "account": True}, **business)
    assert (status, changed["account"]) == (200, True)
    assert (await people.ask("DELETE", path, **business))[0] == 200


async def test_forgotten_with_their_customer(people: People, receive: Receive, messages: Read) -> None:
    await people.confirmed(account=True)
    await receive(CustomerAnonymized(customer_id=ADA), version=9)
    assert await people.ask("GET", "/customer/contacts") == (200, {"data": []})
    assert all("grace" not in address for one in await messages() for address in one.cc)
