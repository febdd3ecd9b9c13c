"""What the gateway reads of Mollie's webhooks, and which it refuses."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from foyer_payments.domain.provided import Notice
from foyer_payments.domain.provider_account import AccountKeys
from foyer_payments.gateways.mollie import MollieProvider
from foyer_payments.gateways.mollie_notices import About, address_of
from foyer_payments.gateways.provider import NoticeRefused

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
SECRET = "northwind"
HOOK = "https://northwind.test/webhooks/mollie/pacc_1"
GATEWAY = MollieProvider(AccountKeys("test_1", SECRET))


def token(about: About = "charge", secret: str = SECRET) -> dict[str, str]:
    """As the portal brings it, of the address that Mollie was given."""
    address = address_of(about, HOOK, secret)
    assert address
    [found] = parse_qs(urlsplit(address).query)["token"]
    return {"Webhook-Token": found}


@pytest.mark.parametrize("about", ["charge", "setup"])
def test_a_webhook_says_where_to_look(about: About) -> None:
    [notice] = GATEWAY.read_notices(token(about), b"id=tr_7UhSN1zuXS", now=NOW)

    assert notice == Notice("tr_7UhSN1zuXS@2026-03-10T09:30:00+00:00", about, "tr_7UhSN1zuXS")


def test_each_delivery_is_a_notice_of_its_own() -> None:
    ids = {
        GATEWAY.read_notices(token(), b"id=tr_1", now=NOW + timedelta(microseconds=n))[0].id for n in range(3)
    }

    assert len(ids) == 3


@pytest.mark.parametrize(
    ("headers", "body", "reason"),
    [
        ({}, b"id=tr_1", "unsigned"),
        ({"webhook-token": ""}, b"id=tr_1", "unsigned"),
        ({"webhook-token": SECRET}, b"id=tr_1", "bad_signature"),
        ({"webhook-token": "é"}, b"id=tr_1", "bad_signature"),
        (token(secret="other"), b"id=tr_1", "bad_signature"),
        (token(), b"", "unreadable"),
        (token(), b"\xff\xfe", "unreadable"),
        (token(), b"name=tr_1", "unreadable"),
        (token(), b"id=tr_1&id=tr_2", "unreadable"),
        (token(), b"id=tr_1/refunds", "unreadable"),
        (token(), b"id=ord_1", "unreadable"),
        (token(), b"id=tr_" + b"x" * 61, "unreadable"),
        (token(), b'{"id": "tr_1"}', "unreadable"),
    ],
)
def test_whatever_does_not_come_to_the_address_that_was_given_is_refused(
    headers: Mapping[str, str], body: bytes, reason: str
) -> None:
    with pytest.raises(NoticeRefused, match=reason):
        GATEWAY.read_notices(headers, body, now=NOW)


@pytest.mark.parametrize("address", [None, "", "/webhooks/mollie/pacc_1", "http://localhost:8080/webhooks"])
def test_an_address_that_mollie_cannot_reach_is_not_given(address: str | None) -> None:
    assert address_of("charge", address, SECRET) is None
