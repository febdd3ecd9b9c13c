"""Settings that would lose mail stop the process at its start."""

from pathlib import Path
from typing import Any

import pytest
from foyer_notifications.settings import Settings
from foyer_shared.storage.sealing import new_seal_key
from pydantic import ValidationError


@pytest.fixture
def enough() -> dict[str, Any]:
    """The least that every process needs."""
    return {
        "database_url": "postgresql://localhost/foyer",
        "caller_keys": Path("callers.json"),
        "seal_keys": [new_seal_key()],
    }


@pytest.mark.parametrize("more", [{}, {"smtp_url": ""}])
def test_the_sandbox_keeps_mail(enough: dict[str, Any], more: dict[str, Any]) -> None:
    assert Settings.model_validate(enough | more).mail_server is None


def test_mail_leaves_by_a_mail_server(enough: dict[str, Any]) -> None:
    more = {"smtp_url": "smtp://u:p@mail.example", "mail_from": "no-reply@northwind.example"}
    server = Settings.model_validate(enough | more).mail_server
    assert server is not None
    assert (server.host, server.port, server.encryption) == ("mail.example", 587, "starttls")


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"mode": "live"}, "live mode needs FOYER_SMTP_URL"),
        ({"smtp_url": "smtp://mail.example"}, "FOYER_SMTP_URL needs FOYER_MAIL_FROM"),
        ({"smtp_url": "mail.example", "mail_from": "a@b.example"}, "smtp://user:password@host:port"),
        ({"seal_keys": []}, "at least 1 item"),
    ],
)
def test_what_cannot_work(enough: dict[str, Any], more: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        Settings.model_validate(enough | more)
