"""Settings of a mailbox that could not be read stop the process at its start."""

from pathlib import Path
from typing import Any

import pytest
from foyer_support.settings import Settings
from pydantic import ValidationError

ENOUGH: dict[str, Any] = {
    "database_url": "postgresql://localhost/foyer",
    "caller_keys": Path("callers.json"),
    "files_url": "file:///files",
    "reply_address": "reply@mail.example",
    "reply_keys": ["k" * 32],
}


def test_without_a_mailbox_somebody_else_brings_mails() -> None:
    assert Settings.model_validate(ENOUGH).imap_server is None
    nowhere = {"imap_url": "imap://a:b@mail.example", "reply_address": None}
    assert Settings.model_validate(ENOUGH | nowhere).imap_server is None


def test_a_mailbox_is_encrypted_unless_told_otherwise() -> None:
    server = Settings.model_validate(ENOUGH | {"imap_url": "imap://a%40b:p%2F@mail.example"}).imap_server
    assert server is not None
    assert (server.host, server.port, server.encryption) == ("mail.example", 993, "tls")
    assert (server.username, server.password, server.folder) == ("a@b", "p/", "INBOX")


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"imap_url": "mail.example"}, "imap://user:password@host:port"),
        ({"imap_url": "imap://mail.example"}, "imap://user:password@host:port"),
        ({"imap_url": "imap://a:b@mail.example", "imap_encryption": "some"}, "imap_encryption"),
    ],
)
def test_what_cannot_work(more: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        Settings.model_validate(ENOUGH | more)
