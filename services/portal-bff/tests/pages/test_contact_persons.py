"""Contact persons: named, asked again, changed, removed, and the page behind their link."""

from typing import Any

import pytest
from foyer_portal_bff.domain.roles import Role

LIST, ADD, ANSWER = "/contact-persons", "/contact-persons/add", "/contact-persons/answer"
GRACE = {
    "id": "ctp_1",
    "customer_id": "cus_ada",
    "name": "Grace O'Hara",
    "email": "grace@example.com",
    "phone": None,
    "role": None,
    "billing": True,
    "account": False,
    "status": "pending",
    "created_at": "2026-10-01T09:00:00Z",
}
LINK = {"customer": "Ada", "name": "Grace", "billing": True, "account": False, "status": "confirmed"}


async def test_the_list_says_what_each_gets_and_whether_they_said_yes(browser: Any, full: Any) -> None:
    page = await browser.get(LIST)
    for words in (
        "Grace O'Hara",
        "Bookkeeping",
        "+31 20 123 4567",
        "Invoices, receipts and reminders",
        "Confirmed",
        "Bob <b>Li</b>",
        "Invoices and account",
        "Not confirmed yet",
        "Wants no copies",
    ):
        assert words in page.text()
    assert {ADD, f"{LIST}/ctp_1", f"{LIST}/ctp_1/remove"} <= set(page.links())
    asked_again = [form.get("action") for form in page.all("form") if "/link" in form.get("action", "")]
    assert asked_again == [f"{LIST}/ctp_2/link"]


async def test_one_is_named(browser: Any, full: Any) -> None:
    full.answer("notifications", "POST /customer/contacts", GRACE, status=201)
    form = (await browser.get(ADD)).form(ADD)
    assert form["copies"] == "billing"
    typed = {**form, "name": "Grace O'Hara", "email": "grace@example.com", "role": " "}
    assert await browser.send(ADD, typed) == LIST
    assert "We have asked them by mail." in (await browser.get(LIST)).text()
    (call,) = [call for call in full.of("notifications") if call.method == "POST"]
    assert call.body == {
        "name": "Grace O'Hara",
        "email": "grace@example.com",
        "phone": None,
        "role": None,
        "billing": True,
        "account": False,
    }
    assert call.headers["idempotency-key"] == form["idempotency_key"]


@pytest.mark.parametrize(
    ("code", "field", "status", "words"),
    [
        ("email_malformed", "email", 422, "This is not an address that mail can be sent to."),
        ("contact_already_there", "email", 409, "A contact person has this address already."),
        ("contact_name_malformed", "name", 422, "Write a name of at most 200 characters."),
        ("too_many_contacts", None, 409, "There are 10 contact persons already."),
    ],
)
async def test_what_is_wrong_is_said_beside_what_was_typed(
    browser: Any, full: Any, code: str, field: str | None, status: int, words: str
) -> None:
    refusal = {"code": code, "detail": "no", "field": field}
    full.answer("notifications", "POST /customer/contacts", refusal, status=status)
    form = {**(await browser.get(ADD)).form(ADD), "name": "Grace", "email": "grace@", "copies": "account"}
    page = await browser.post(ADD, form, status=status)
    assert words in page.text()
    again = page.form(ADD)
    assert (again["name"], again["email"], again["copies"]) == ("Grace", "grace@", "account")
    assert again["idempotency_key"] != form["idempotency_key"]


async def test_nobody_is_flooded_by_way_of_us(browser: Any, full: Any) -> None:
    full.answer("notifications", "POST /customer/contacts/ctp_2/link", GRACE, status=202)
    form = (await browser.get(LIST)).form(f"{LIST}/ctp_2/link")
    for _ in range(20):
        assert await browser.send(f"{LIST}/ctp_2/link", form) == LIST
    page = await browser.post(f"{LIST}/ctp_2/link", form, status=429)
    assert "That was tried too often." in page.text()
    asked = [call for call in full.of("notifications") if call.method == "POST"]
    assert len(asked) == 20


async def test_what_mails_nobody_is_not_counted(browser: Any, full: Any) -> None:
    full.answer("notifications", "PUT /customer/contacts/ctp_1", GRACE)
    path = f"{LIST}/ctp_1"
    form = (await browser.get(path)).form(path)
    for _ in range(21):
        assert await browser.send(path, {**form, "email": " Grace@Example.com "}) == LIST
    for _ in range(20):
        assert await browser.send(path, {**form, "email": "g@example.com"}) == LIST
    await browser.post(path, {**form, "email": "g@example.com"}, status=429)


async def test_one_is_changed_and_removed(browser: Any, full: Any) -> None:
    moved = {**GRACE, "email": "g@example.com"}
    full.answer("notifications", "PUT /customer/contacts/ctp_1", moved)
    full.answer("notifications", "DELETE /customer/contacts/ctp_1", moved)
    path = f"{LIST}/ctp_1"
    form = (await browser.get(path)).form(path)
    assert (form["name"], form["phone"], form["role"]) == ("Grace O'Hara", "+31 20 123 4567", "Bookkeeping")
    assert await browser.send(path, {**form, "email": "g@example.com"}) == LIST
    assert "We have asked them by mail." in (await browser.get(LIST)).text()
    question = await browser.get(f"{path}/remove")
    assert "Grace O'Hara gets no more copies, and we forget the address." in question.text()
    assert await browser.send(f"{path}/remove", question.form(f"{path}/remove")) == LIST
    assert "They get no more copies." in (await browser.get(LIST)).text()
    assert [call.method for call in full.of("notifications") if call.method in {"PUT", "DELETE"}] == [
        "PUT",
        "DELETE",
    ]


async def test_whoever_was_named_says_yes_or_stops_it(visitor_browser: Any, full: Any) -> None:
    page = await visitor_browser.get(f"{ANSWER}?token=abc")
    assert "Ada Lovelace has named you as a contact person at Northwind." in page.text()
    assert [call.path for call in full.of("notifications") if call.method == "POST"] == [
        "/internal/contact-links"
    ]
    full.answer("notifications", "POST /internal/contact-links/answer", LINK)
    form = {**page.form(ANSWER), "answer": "yes"}
    page = await visitor_browser.post(ANSWER, form, status=200)
    assert "You get the mails of Ada in copy from now on." in page.text()
    assert "Stop the copies" in page.text()
    full.answer("notifications", "POST /internal/contact-links/answer", {**LINK, "status": "declined"})
    page = await visitor_browser.post(ANSWER, {**page.form(ANSWER), "answer": "no"}, status=200)
    assert "You get no more mails of Ada in copy." in page.text()
    said = [call.body for call in full.of("notifications") if call.path.endswith("/answer")]
    assert said == [{"token": "abc", "wants_copies": True}, {"token": "abc", "wants_copies": False}]


async def test_a_link_of_nobody_says_so(visitor_browser: Any, full: Any) -> None:
    refusal = {"code": "contact_link_not_valid", "detail": "no"}
    full.answer("notifications", "POST /internal/contact-links", refusal, status=404)
    page = await visitor_browser.get(f"{ANSWER}?token=x", status=404)
    assert "This link does not work any more." in page.text()


@pytest.mark.parametrize(("role", "reads"), [(Role.MEMBER, True), (Role.ACCOUNTANT, False)])
async def test_whoever_may_only_read_changes_nothing(
    browser: Any, full: Any, add_member: Any, token_of: Any, role: Role, reads: bool
) -> None:
    browser.client.cookies.set("foyer_session", await token_of(await add_member(role)))
    page = await browser.get(LIST, status=200 if reads else 403)
    assert not {ADD, f"{LIST}/ctp_1"} & set(page.links())
    for path in (ADD, f"{LIST}/ctp_1", f"{LIST}/ctp_1/remove"):
        await browser.get(path, status=403)


async def test_the_same_by_api(browser: Any, full: Any) -> None:
    full.answer("notifications", "POST /customer/contacts", GRACE, status=201)
    full.answer("notifications", "PUT /customer/contacts/ctp_1", GRACE)
    full.answer("notifications", "POST /customer/contacts/ctp_2/link", GRACE, status=202)
    full.answer("notifications", "DELETE /customer/contacts/ctp_1", GRACE)
    api = browser.client
    csrf = {"x-csrf-token": (await browser.get(ADD)).form(ADD)["csrf_token"]}
    listed = await api.get("/api/contacts")
    assert [one["name"] for one in listed.json()["data"]] == ["Bob <b>Li</b>", "Cat", "Grace O'Hara"]
    assert (await api.get("/api/contacts/ctp_1")).json()["role"] == "Bookkeeping"
    body = {"name": "Grace", "email": "grace@example.com"}
    assert (await api.post("/api/contacts", json=body, headers=csrf)).status_code == 201
    assert (await api.put("/api/contacts/ctp_1", json=body, headers=csrf)).status_code == 200
    assert (await api.post("/api/contacts/ctp_2/link", headers=csrf)).status_code == 202
    assert (await api.delete("/api/contacts/ctp_1", headers=csrf)).status_code == 200
