"""Asking a question, and reading what was said."""

from typing import Any

ASK = "/support/new"
TICKET = "/support/tkt_7"


def _posts(full: Any) -> list[Any]:
    return [call for call in full.of("support") if call.method == "POST"]


async def test_a_question_becomes_a_ticket(browser: Any, full: Any) -> None:
    ticket = full.answers["support", "GET /customer/tickets/tkt_7"].json()
    full.answer("support", "POST /customer/tickets", ticket, status=201)
    form = (await browser.get(ASK)).form(ASK)
    asked = {**form, "category": "billing", "subject": " A question ", "text": "How?\nWhy?"}
    where = await browser.send(ASK, asked)
    assert where == "/support/tkt_7"
    (call,) = _posts(full)
    assert call.body == {"subject": "A question", "category": "billing", "text": "How?\nWhy?"}
    assert call.headers["idempotency-key"] == form["idempotency_key"]


async def test_what_is_missing_is_said_and_what_was_typed_stays(browser: Any, full: Any) -> None:
    form = (await browser.get(ASK)).form(ASK)
    page = await browser.post(ASK, {**form, "category": "technical", "text": "It blinks"}, status=422)
    assert "Say in a few words what it is about." in page.text()
    again = page.form(ASK)
    assert (again["category"], again["text"]) == ("technical", "It blinks")
    assert [call for call in full.of("support") if call.method == "POST"] == []


async def test_a_refusal_is_said_beside_its_field(browser: Any, full: Any) -> None:
    refusal = {"code": "unknown_category", "detail": "No.", "field": "category"}
    full.answer("support", "POST /customer/tickets", refusal, status=422)
    form = (await browser.get(ASK)).form(ASK)
    page = await browser.post(ASK, {**form, "subject": "x", "text": "y"}, status=422)
    assert "Something in the form is not right." in page.text()


async def test_a_question_is_about_something_of_the_customer_s(browser: Any, full: Any) -> None:
    ticket = full.answers["support", "GET /customer/tickets/tkt_7"].json()
    full.answer("support", "POST /customer/tickets", ticket, status=201)
    page = await browser.get("/support/new?about=inv_12")
    form = page.form(ASK)
    assert form["about"] == "inv_12"
    assert [group.get("label") for group in page.all("optgroup")] == ["Subscriptions", "Invoices", "Orders"]
    asked = {**form, "category": "billing", "text": "Why?"}
    for about, field in (
        ("inv_12", "invoice_id"),
        ("ord_1007", "order_id"),
        ("sub_studio", "subscription_id"),
    ):
        await browser.send(ASK, {**asked, "about": about})
        assert _posts(full)[-1].body[field] == about
    sent = len(_posts(full))
    for about, status in (("inv_anothers", 404), ("ord_anothers", 404), ("sub_anothers", 404), ("x", 422)):
        await browser.post(ASK, {**asked, "about": about}, status=status)
    assert len(_posts(full)) == sent


async def test_a_ticket_of_a_payment_plan_leads_to_its_case(browser: Any, full: Any) -> None:
    ticket = full.answers["support", "GET /customer/tickets/tkt_7"].json()
    answer = {**ticket, "category": "collection", "collection_case_id": "case_1", "actions": ["reply"]}
    full.answer("support", "GET /customer/tickets/tkt_7", answer)
    links = {each.text: each.get("href") for each in (await browser.get(TICKET)).all("a")}
    assert links["The collection case"] == "/collection-cases/case_1"


async def test_a_ticket_of_a_refund_request_says_what_became_of_it_and_leads_there(
    browser: Any, full: Any
) -> None:
    ticket = full.answers["support", "GET /customer/tickets/tkt_7"].json()
    request = full.answers["support", "GET /customer/refund-requests"].json()["data"][0]
    given = {
        "credit_note_id": "crn_1",
        "credit_note_number": "NW-CN-1",
        "total": {"amount": 2500, "currency": "EUR"},
        "refunded": {"amount": 2000, "currency": "EUR"},
        "to_balance": {"amount": 500, "currency": "EUR"},
    }
    settled = {**request, "invoice_id": "inv_12", "status": "settled", "given_back": given}
    about = {**ticket, "category": "refund", "refund_request": settled}
    full.answer("support", "GET /customer/tickets/tkt_7", about)
    page = await browser.get(TICKET)
    links = {each.text: each.get("href") for each in page.all("a")}
    assert links["The refund request"] == "/invoices/inv_12/refund"
    assert links["Credit note NW-CN-1"] == "/credit-notes/crn_1"
    says = "€20.00 went back to where you paid from, €5.00 is on your balance: credit note NW-CN-1."
    assert says in page.text()

    declined = {**settled, "status": "declined", "declined_because": "Too old.", "given_back": None}
    full.answer("support", "GET /customer/tickets/tkt_7", {**about, "refund_request": declined})
    page = await browser.get(TICKET)
    assert "Too old." not in page.text()


async def test_files_are_sent_with_their_progress_shown_and_without_javascript_as_ever(
    browser: Any, full: Any
) -> None:
    ticket = full.answers["support", "GET /customer/tickets/tkt_7"].json()
    full.answer("support", "POST /customer/tickets/tkt_7/replies", ticket, status=201)
    for address, action in ((ASK, ASK), (TICKET, f"{TICKET}/replies")):
        page = await browser.get(address)
        (form,) = [each for each in page.all("form") if each.get("action") == action]
        assert (form.get("method"), form.get("enctype")) == ("post", "multipart/form-data")
        assert (form.get("hx-post"), form.get("hx-encoding")) == (action, "multipart/form-data")
        (place,) = [each for each in form.iter() if each.get("data-upload") is not None]
        assert place.get("hidden") is not None
        assert [each.get("aria-labelledby") for each in place if each.tag == "progress"] == ["sending"]
        assert any("/upload.js" in script.get("src", "") for script in page.all("script"))
    sent = {**page.form(f"{TICKET}/replies"), "text": "Thanks"}
    answer = await browser.client.post(f"{TICKET}/replies", data=sent, headers={"hx-request": "true"})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (204, TICKET)


async def test_who_is_away_has_nothing_to_choose_from(browser: Any, full: Any) -> None:
    full.away.update({"subscriptions", "invoicing"})
    assert (await browser.get(ASK)).all("select") == []


async def test_a_ticket_is_answered_closed_and_opened_again(browser: Any, full: Any) -> None:
    ticket = full.answers["support", "GET /customer/tickets/tkt_7"].json()
    for what, status in (("replies", 201), ("close", 200), ("reopen", 200)):
        full.answer("support", f"POST /customer/tickets/tkt_7/{what}", ticket, status=status)
    page = await browser.get(TICKET)
    reply = page.form(f"{TICKET}/replies")
    where = await browser.send(f"{TICKET}/replies", {**reply, "text": " Thank *you*\n"})
    assert where == TICKET
    (call,) = _posts(full)
    assert (call.path, call.body) == ("/customer/tickets/tkt_7/replies", {"text": "Thank *you*"})
    assert call.headers["idempotency-key"] == reply["idempotency_key"]
    assert "Your answer is sent." in (await browser.get(TICKET)).text()
    assert await browser.send(f"{TICKET}/close", page.form(f"{TICKET}/close")) == TICKET
    assert "The ticket is closed." in (await browser.get(TICKET)).text()
    closed = {**ticket, "status": "resolved", "actions": ["reply", "reopen"]}
    full.answer("support", "GET /customer/tickets/tkt_7", closed)
    page = await browser.get(TICKET)
    assert await browser.send(f"{TICKET}/reopen", page.form(f"{TICKET}/reopen")) == TICKET
    assert [call.path.rpartition("/")[2] for call in _posts(full)] == ["replies", "close", "reopen"]
    full.answer("support", "GET /customer/tickets/tkt_7", {**closed, "actions": []})
    page = await browser.get(TICKET)
    assert [form for form in page.all("form") if TICKET in form.get("action", "")] == []


async def test_an_answer_that_is_refused_stays_typed(browser: Any, full: Any) -> None:
    reply = (await browser.get(TICKET)).form(f"{TICKET}/replies")
    page = await browser.post(f"{TICKET}/replies", {**reply, "text": " "}, status=422)
    assert "Write what you want to say." in page.text()
    assert _posts(full) == []
    refusal = {"code": "resolved_too_long_ago", "detail": "No."}
    full.answer("support", "POST /customer/tickets/tkt_7/replies", refusal, status=409)
    page = await browser.post(f"{TICKET}/replies", {**reply, "text": "It is back"}, status=409)
    assert "This was resolved a while ago. Please ask a new question." in page.text()
    assert page.form(f"{TICKET}/replies")["text"] == "It is back"
    full.away.add("support")
    await browser.post(f"{TICKET}/replies", {**reply, "text": "It is back"}, status=503)


async def test_files_are_sent_before_what_they_come_with(browser: Any, full: Any) -> None:
    ticket = full.answers["support", "GET /customer/tickets/tkt_7"].json()
    sent = {"id": "att_2", "name": "lamp.png", "content_type": "image/png", "size": 9}
    full.answer("support", "POST /customer/attachments", sent, status=201)
    full.answer("support", "POST /customer/tickets/tkt_7/replies", ticket, status=201)
    full.answer("support", "POST /customer/tickets", ticket, status=201)
    files = [("attachments", ("lamp.png", b"\x89PNG 123")), ("attachments", ("b.png", b"\x89PNG 456"))]
    nothing = [("attachments", ("", b""))]
    reply = (await browser.get(TICKET)).form(f"{TICKET}/replies") | {"text": "Look"}
    question = (await browser.get(ASK)).form(ASK) | {"subject": "Lamp", "text": "Look"}
    for path, form in ((f"{TICKET}/replies", reply), (ASK, question)):
        form.pop("attachments", None)
        begins = len(_posts(full))
        answer = await browser.client.post(path, data=form, files=files)
        assert (answer.status_code, answer.headers["location"]) == (303, TICKET)
        first, second, written = _posts(full)[begins:]
        assert (first.query["name"], second.query["name"]) == ("lamp.png", "b.png")
        assert written.body["attachment_ids"] == ["att_2", "att_2"]
        answer = await browser.client.post(path, data=form, files=nothing)
        assert (answer.status_code, "attachment_ids" in _posts(full)[-1].body) == (303, False)
        done = len(_posts(full))
        answer = await browser.client.post(path, data=form, files=files * 3)
        assert (answer.status_code, len(_posts(full))) == (422, done)
        assert "Send at most 5 files at once." in answer.text
        full.answer("support", "POST /customer/attachments", {"code": "file_too_large"}, status=422)
        answer = await browser.client.post(path, data=form, files=files)
        assert (answer.status_code, len(_posts(full))) == (422, done + 1)
        assert "A file has at most 10 MB." in answer.text
        full.answer("support", "POST /customer/attachments", sent, status=201)


async def test_a_form_of_files_has_an_end(browser: Any, full: Any) -> None:
    form = (await browser.get(ASK)).form(ASK) | {"subject": "Lamp", "text": "Look"}
    form.pop("attachments", None)
    files = [("attachments", ("a.png", b"0" * 52 * 1024 * 1024))]
    assert (await browser.client.post(ASK, data=form, files=files)).status_code == 413
    assert _posts(full) == []


async def test_a_file_is_saved(browser: Any, full: Any) -> None:
    page = await browser.get(TICKET)
    assert "Statement <b>.pdf 2,500 kB" in page.text()
    assert f"{TICKET}/attachments/att_1" in [link.get("href") for link in page.all("a")]
    full.answer("support", "GET /customer/tickets/tkt_7/attachments/att_1", {"a": "file"})
    file = await browser.client.get(f"{TICKET}/attachments/att_1")
    assert (file.status_code, file.json()) == (200, {"a": "file"})
    assert file.headers["x-content-type-options"] == "nosniff"
    assert (await browser.client.get(f"{TICKET}/attachments/att_2")).status_code == 404


async def test_what_happened_and_what_it_is_about(browser: Any, full: Any) -> None:
    page = await browser.get(TICKET)
    assert (
        "History In review Northwind 20 November 2026 at 13:00"
        " Resolved Automatically 20 November 2026 at 13:10 Open You 20 November 2026 at 13:20"
        " In review Northwind 20 November 2026 at 13:25"
    ) in page.text()
    links = {link.get("href") for link in page.all("a")}
    assert {"/subscriptions/sub_studio", "/invoices/inv_12", "/orders/ord_1007"} <= links


async def test_markdown_is_shown_and_does_no_harm(browser: Any, full: Any) -> None:
    ticket = full.answers["support", "GET /customer/tickets/tkt_7"].json()
    text = "**Bold** [here](https://example.com) [there](javascript:alert(1)) ![x](https://evil.example/x)"
    full.answer("support", "GET /customer/tickets/tkt_7", {**ticket, "text": text})
    page = await browser.get(TICKET)
    assert "Bold" in [strong.text for strong in page.all("strong")]
    assert [link.get("href") for link in page.all("a") if link.get("rel")] == [
        "https://example.com",
        "https://evil.example/x",
    ]
    assert "javascript" not in "".join(link.get("href", "") for link in page.all("a"))


async def test_both_sides_are_named_and_markup_is_text(browser: Any, full: Any) -> None:
    ticket = full.answers["support", "GET /customer/tickets/tkt_7"].json()
    full.answer("support", "GET /customer/tickets/tkt_7", {**ticket, "text": "<script>alert(1)</script>"})
    words = (await browser.get("/support/tkt_7")).text()
    assert "You 20 November 2026 at 09:15 <script>alert(1)</script>" in words
    assert "Northwind 20 November 2026 at 13:00 We are looking into it." in words


async def test_a_question_about_another_s_subscription_is_not_begun(browser: Any, full: Any) -> None:
    await browser.get("/support/new?about=sub_of_another", status=404)
    await browser.get("/support/new?about=../v1/secrets", status=404)
