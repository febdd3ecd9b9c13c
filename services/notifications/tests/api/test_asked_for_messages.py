"""Messages that no event causes: the mail of each in English, Dutch and German, and once when asked twice."""

from collections.abc import Awaitable, Callable
from typing import Any

import html5lib
import pytest
from foyer_notifications.domain.catalogue import CATALOGUE
from foyer_shared.contracts.invoicing import CustomerData, CustomerUpdated
from foyer_shared.http.callers import Surface
from foyer_shared.messaging.transport import Verdict
from foyer_shared.service import Service
from foyer_shared.testing.callers import a_caller, client_for
from foyer_shared.testing.makers import ADA

LINK = "http://localhost:8080/here?t=abc"
VALUES: dict[str, dict[str, Any]] = {
    "sign_in_code": {"code": "012345", "link": LINK, "minutes": 10},
    "confirmation_code": {"code": "012345", "action": "change_email", "minutes": 10},
    "email_change_link": {"link": LINK, "hours": 24},
    "account_closed": {"documents_kept_until": "2033-12-31"},
    "login_link": {"link": LINK, "action": "register", "minutes": 60},
    "login_changed": {"link": LINK, "change": "password_changed", "device": "Firefox on Windows"},
}
"""What the portal sends; what asks a contact person is sent by naming one."""

SUBJECTS = {
    "sign_in_code": ("Sign in to Northwind", "Inloggen bij Northwind", "Anmeldung bei Northwind"),
    "confirmation_code": (
        "Confirm that you change your email address at Northwind",
        "Bevestig dat u uw e-mailadres bij Northwind wijzigt",
        "Bestätigen Sie, dass Sie Ihre E-Mail-Adresse bei Northwind ändern",
    ),
    "email_change_link": (
        "Confirm your new address at Northwind",
        "Bevestig uw nieuwe adres bij Northwind",
        "Bestätigen Sie Ihre neue Adresse bei Northwind",
    ),
    "account_closed": (
        "Your account at Northwind is closed",
        "Uw account bij Northwind is gesloten",
        "Ihr Konto bei Northwind ist geschlossen",
    ),
    "login_link": ("Your account at Northwind", "Uw account bij Northwind", "Ihr Konto bei Northwind"),
    "login_changed": (
        "Your password at Northwind was changed",
        "Uw wachtwoord bij Northwind is gewijzigd",
        "Ihr Passwort bei Northwind wurde geändert",
    ),
    "contact_link": (
        "Ada Lovelace wants to send you copies from Northwind",
        "Ada Lovelace wil u kopieën van Northwind sturen",
        "Ada Lovelace möchte Ihnen Kopien von Northwind schicken",
    ),
}
LANGUAGES = ("en", "nl", "de")


def test_each_that_a_service_asks_for_is_here() -> None:
    assert set(SUBJECTS) == {kind.key for kind in CATALOGUE.values() if kind.event is None}


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", SUBJECTS)
async def test_its_mail_is_read(
    service: Service,
    receive: Callable[..., Awaitable[Verdict]],
    run_job: Callable[[], Awaitable[None]],
    ada: CustomerData,
    key: str,
    language: str,
) -> None:
    await receive(CustomerUpdated(customer=ada.model_copy(update={"language": language})), version=2)
    if key == "contact_link":
        path, who = "/customer/contacts", a_caller(Surface.CUSTOMER, customer_id=ADA)
        body = {"name": "Grace", "email": "grace@example.com", "billing": True, "account": False}
    else:
        path, who = "/internal/messages", a_caller(Surface.INTERNAL)
        body = {"message": key, "to": "grace@example.com", "language": language, "values": VALUES[key]}
    async with client_for(service, who) as client:
        for _ in range(2):
            asked = await client.post(path, json=body, headers={"Idempotency-Key": "one"})
            assert asked.status_code in {201, 202}
    await run_job()
    async with client_for(service, a_caller(Surface.INTERNAL)) as client:
        (mail,) = (await client.get("/internal/mailbox")).json()["data"]
    assert (mail["message"], mail["to"]) == (key, ["grace@example.com"])
    assert mail["subject"] == SUBJECTS[key][LANGUAGES.index(language)]
    for words in (mail["subject"], mail["text"], mail["html"]):
        assert "{" not in words.partition("<style")[0]
    assert f'<html lang="{language}">' in mail["html"]
    html5lib.HTMLParser(strict=True).parse(mail["html"])
    assert [link for link in mail["links"] if link == LINK] == [LINK] * ("link" in VALUES.get(key, {}))
