"""The portal's doors: send a code, read the sandbox's mailbox."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import structlog
from foyer_notifications.domain.message import Message, State
from foyer_notifications.settings import Settings
from foyer_notifications.wiring import build
from foyer_shared.http.callers import Surface
from foyer_shared.service import Service
from foyer_shared.storage.database import Database
from foyer_shared.testing.callers import a_caller, client_for
from foyer_shared.testing.makers import ADA, CONTOSO
from foyer_shared.testing.outbox import announced

Make = Callable[..., dict[str, Any]]
Read = Callable[[], Awaitable[list[Message]]]
LINK = "http://localhost:8080/sign-in/link?t=abc"


@pytest.mark.usefixtures("known")
async def test_a_code_reaches_the_mailbox(
    service: Service, messages: Read, run_job: Callable[[], Awaitable[None]], sign_in: Make
) -> None:
    async with client_for(service, a_caller(Surface.INTERNAL, request_id="req_1")) as client:
        sent = await client.post("/internal/messages", json=sign_in(customer_id=ADA))
        assert (sent.status_code, sent.json()) == (202, {"message": "sign_in_code", "state": "queued"})
        await run_job()
        kept = await client.get("/internal/mailbox", params={"to": "ada@example.com"})

    (message,) = await messages()
    (mail,) = kept.json()["data"]
    assert (message.state, message.customer_id, message.cause) == (State.SENT, ADA, "req_1")
    assert mail["id"] == message.id
    assert (mail["to"], mail["cc"], mail["message"]) == (["ada@example.com"], [], "sign_in_code")
    assert (mail["code"], mail["links"]) == ("012345", [LINK])
    assert mail["subject"] == "Sign in to Northwind"
    assert "012345" in mail["text"]
    assert "012345" in mail["html"]
    assert mail["sent_at"].endswith("Z")


@pytest.mark.usefixtures("known")
async def test_the_same_key_sends_once(service: Service, messages: Read, sign_in: Make) -> None:
    headers = {"Idempotency-Key": "one"}
    async with client_for(service, a_caller(Surface.INTERNAL)) as client:
        first = await client.post("/internal/messages", json=sign_in(), headers=headers)
        again = await client.post("/internal/messages", json=sign_in(), headers=headers)
        other = await client.post("/internal/messages", json=sign_in(to="bob@example.com"), headers=headers)
    assert (again.status_code, again.json()) == (202, first.json())
    assert again.headers["Idempotent-Replayed"] == "true"
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    assert [message.to for message in await messages()] == ["ada@example.com"]


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    "wrong",
    [
        {"message": "subscription_paused"},
        {"to": "ada"},
        {"surprise": 1},
        {"values": {"code": "12345", "link": LINK, "minutes": 10}},
        {"values": {"code": "١٢٣٤٥٦", "link": LINK, "minutes": 10}},
        {"values": {"code": "012345", "link": "javascript:alert(1)", "minutes": 10}},
        {"values": {"code": "012345", "link": LINK, "minutes": 0}},
    ],
)
async def test_what_is_wrong_is_refused_and_not_repeated(
    service: Service, messages: Read, sign_in: Make, wrong: dict[str, Any]
) -> None:
    async with client_for(service, a_caller(Surface.INTERNAL)) as client:
        refused = await client.post("/internal/messages", json=sign_in(**wrong))
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
    assert "t=abc" not in refused.text
    assert "012345" not in refused.text
    assert await messages() == []


async def test_a_business_that_has_not_arrived_is_tried_again(
    service: Service, messages: Read, sign_in: Make
) -> None:
    async with client_for(service, a_caller(Surface.INTERNAL, business_id=CONTOSO)) as client:
        refused = await client.post("/internal/messages", json=sign_in())
    assert (refused.status_code, refused.json()["code"]) == (503, "business_not_known_yet")
    assert refused.headers["Retry-After"]
    assert await messages() == []


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("surface", "scopes"),
    [
        (Surface.CUSTOMER, None),
        (Surface.BUSINESS, None),
        (Surface.INTERNAL, ["notifications:read"]),
    ],
)
async def test_only_the_portal_itself_sends(
    service: Service, messages: Read, sign_in: Make, surface: Surface, scopes: list[str] | None
) -> None:
    async with client_for(service, a_caller(surface, scopes=scopes)) as client:
        refused = await client.post("/internal/messages", json=sign_in())
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    assert await messages() == []


@pytest.mark.usefixtures("known")
async def test_no_log_line_and_no_event_holds_the_code(
    service: Service, database: Database, run_job: Callable[[], Awaitable[None]], sign_in: Make
) -> None:
    with structlog.testing.capture_logs() as lines:
        async with client_for(service, a_caller(Surface.INTERNAL)) as client:
            await client.post("/internal/messages", json=sign_in())
            await run_job()
    events = [envelope.model_dump_json() for envelope in await announced(database)]
    assert len(events) == 1
    assert "012345" not in f"{lines}{events}"
    assert "t=abc" not in f"{lines}{events}"


async def test_a_live_installation_has_no_mailbox_door(settings: Callable[..., Settings]) -> None:
    live = build(
        settings(mode="live", smtp_url="smtp://mail.example", mail_from="no-reply@northwind.example")
    )
    async with client_for(live, a_caller(Surface.INTERNAL)) as client:
        assert (await client.get("/internal/mailbox")).status_code == 404
    await live.database.close()


@pytest.mark.parametrize("limit", [0, 1001])
async def test_a_limit_out_of_bounds(service: Service, limit: int) -> None:
    async with client_for(service, a_caller(Surface.INTERNAL)) as client:
        refused = await client.get("/internal/mailbox", params={"limit": limit})
    assert refused.status_code == 422


@pytest.mark.usefixtures("known")
async def test_a_link_for_a_new_address_reaches_it_and_lies_sealed(
    service: Service, messages: Read, run_job: Callable[[], Awaitable[None]]
) -> None:
    link = "http://localhost:8080/email-change?token=abc"
    body = {
        "message": "email_change_link",
        "to": "ada.o'neill@example.org",
        "language": "nl",
        "values": {"link": link, "hours": 24},
    }
    async with client_for(service, a_caller(Surface.INTERNAL)) as client:
        for wrong in ({"values": {"link": "javascript:x", "hours": 24}}, {"customer_id": ADA}):
            assert (await client.post("/internal/messages", json=body | wrong)).status_code == 422
        sent = await client.post("/internal/messages", json=body)
        assert (sent.status_code, sent.json()) == (202, {"message": "email_change_link", "state": "queued"})
        (queued,) = await messages()
        assert queued.sealed is not None
        assert "token=abc" not in queued.content.text + queued.content.html
        await run_job()
        (mail,) = (await client.get("/internal/mailbox")).json()["data"]
    assert (mail["to"], mail["links"], mail["code"]) == (["ada.o'neill@example.org"], [link], None)
    assert mail["subject"] == "Bevestig uw nieuwe adres bij Northwind"
    (kept,) = await messages()
    assert (kept.customer_id, kept.sealed) == (None, None)


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("action", "language", "subject", "words"),
    [
        ("change_email", "en", "Confirm that you change your email address at Northwind", "another address"),
        ("change_email", "nl", "Bevestig dat u uw e-mailadres bij Northwind wijzigt", "een ander adres"),
        ("close_account", "en", "Confirm that you close your account at Northwind", "close your account"),
        ("close_account", "nl", "Bevestig dat u uw account bij Northwind sluit", "uw account sluiten"),
        ("payment_method", "en", "Confirm that you add a payment method at Northwind", "add a payment"),
        ("payment_method", "nl", "Bevestig dat u een betaalmethode toevoegt bij Northwind", "toevoegen"),
        (
            "remove_payment_method",
            "en",
            "Confirm that you remove a payment method at Northwind",
            "remove a payment",
        ),
        (
            "remove_payment_method",
            "nl",
            "Bevestig dat u een betaalmethode verwijdert bij Northwind",
            "verwijderen",
        ),
        ("password", "en", "Confirm that you set a password at Northwind", "set a password"),
        ("passkey", "nl", "Bevestig dat u uw passkeys bij Northwind wijzigt", "passkeys wijzigen"),
    ],
)
async def test_a_code_that_confirms_says_what_and_lets_nobody_in(
    service: Service,
    messages: Read,
    run_job: Callable[[], Awaitable[None]],
    action: str,
    language: str,
    subject: str,
    words: str,
) -> None:
    body = {
        "message": "confirmation_code",
        "to": "ada@example.com",
        "language": language,
        "values": {"code": "012345", "action": action, "minutes": 10},
    }
    async with client_for(service, a_caller(Surface.INTERNAL)) as client:
        wrong = body | {"values": {"code": "012345", "action": "pay", "minutes": 10}}
        assert (await client.post("/internal/messages", json=wrong)).status_code == 422
        sent = await client.post("/internal/messages", json=body)
        assert (sent.status_code, sent.json()) == (202, {"message": "confirmation_code", "state": "queued"})
        (queued,) = await messages()
        assert "012345" not in queued.content.text + queued.content.html
        await run_job()
        (mail,) = (await client.get("/internal/mailbox")).json()["data"]
    assert (mail["subject"], mail["code"], mail["links"]) == (subject, "012345", [])
    assert words in mail["text"].replace("\n", " ")


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("language", "until", "subject", "words"),
    [
        ("en", "2033-12-31", "Your account at Northwind is closed", "until 31 December 2033."),
        ("nl", "2033-12-31", "Uw account bij Northwind is gesloten", "tot en met 31 december 2033."),
        ("en", None, "Your account at Northwind is closed", "as you asked"),
    ],
)
async def test_who_closed_their_account_is_told_what_stays_and_no_copy_is_kept(
    service: Service,
    messages: Read,
    run_job: Callable[[], Awaitable[None]],
    language: str,
    until: str | None,
    subject: str,
    words: str,
) -> None:
    body = {
        "message": "account_closed",
        "to": "ada@example.com",
        "language": language,
        "values": {"documents_kept_until": until},
    }
    async with client_for(service, a_caller(Surface.INTERNAL)) as client:
        sent = await client.post("/internal/messages", json=body)
        assert (sent.status_code, sent.json()) == (202, {"message": "account_closed", "state": "queued"})
        await run_job()
        (mail,) = (await client.get("/internal/mailbox")).json()["data"]
    assert (mail["subject"], mail["links"]) == (subject, [])
    text = mail["text"].replace("\n", " ")
    assert words in text
    assert ("law" in text or "wet" in text) is (until is not None)
    (kept,) = await messages()
    assert (kept.customer_id, kept.sealed) == (None, None)
    assert "2033" not in kept.content.text


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("action", "language", "subject", "words"),
    [
        ("register", "en", "Your account at Northwind", "Somebody wants an account with this address."),
        ("register", "de", "Ihr Konto bei Northwind", "Jemand möchte ein Konto mit dieser Adresse."),
        ("reset_password", "en", "A new password at Northwind", "to choose a new password."),
        ("reset_password", "nl", "Een nieuw wachtwoord bij Northwind", "een nieuw wachtwoord te kiezen."),
    ],
)
async def test_a_link_to_sign_in_with_an_address_lies_sealed(
    service: Service,
    messages: Read,
    run_job: Callable[[], Awaitable[None]],
    action: str,
    language: str,
    subject: str,
    words: str,
) -> None:
    link = "http://localhost:8080/register/link?token=abc"
    body = {
        "message": "login_link",
        "to": "ada@example.com",
        "language": language,
        "values": {"link": link, "action": action, "minutes": 60},
    }
    async with client_for(service, a_caller(Surface.INTERNAL)) as client:
        wrong = body | {"values": {"link": link, "action": "pay", "minutes": 60}}
        assert (await client.post("/internal/messages", json=wrong)).status_code == 422
        sent = await client.post("/internal/messages", json=body)
        assert (sent.status_code, sent.json()) == (202, {"message": "login_link", "state": "queued"})
        (queued,) = await messages()
        assert "token=abc" not in queued.content.text + queued.content.html
        await run_job()
        (mail,) = (await client.get("/internal/mailbox")).json()["data"]
    assert (mail["subject"], mail["links"]) == (subject, [link])
    text = mail["text"].replace("\n", " ")
    assert words in text
    assert "60 min" in text.lower()


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("change", "language", "subject", "words"),
    [
        ("password_changed", "en", "Your password at Northwind was changed", "signed out everywhere else."),
        ("password_changed", "de", "Ihr Passwort bei Northwind wurde geändert", "ein Passwort festgelegt"),
        ("passkey_added", "nl", "Er is een passkey toegevoegd bij Northwind", "een passkey toegevoegd"),
        ("passkey_removed", "en", "A passkey was removed at Northwind", "was removed"),
    ],
)
async def test_who_signs_in_in_another_way_hears_of_it(
    service: Service,
    messages: Read,
    run_job: Callable[[], Awaitable[None]],
    change: str,
    language: str,
    subject: str,
    words: str,
) -> None:
    link = "http://localhost:8080/settings/security"
    body = {
        "message": "login_changed",
        "to": "ada@example.com",
        "language": language,
        "values": {"change": change, "device": "Firefox on Windows", "link": link},
    }
    async with client_for(service, a_caller(Surface.INTERNAL)) as client:
        sent = await client.post("/internal/messages", json=body)
        assert (sent.status_code, sent.json()) == (202, {"message": "login_changed", "state": "queued"})
        await run_job()
        (mail,) = (await client.get("/internal/mailbox")).json()["data"]
    assert (mail["subject"], mail["links"]) == (subject, [link])
    text = mail["text"].replace("\n", " ")
    assert words in text
    assert "(Firefox on Windows)" in text
    assert [(kept.customer_id, kept.sealed) for kept in await messages()] == [(None, None)]
