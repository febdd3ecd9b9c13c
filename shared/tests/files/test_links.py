"""Signed links: theirs alone, and for five minutes."""

import time

import pytest
from foyer_shared.basics.origin import Actor, ActorKind
from foyer_shared.files.errors import FileLinkExpired, FileLinkInvalid
from foyer_shared.files.links import FileLink, FileLinks, owner_of_link

LINKS = FileLinks("a key of the tests, which is no secret", "subscriptions")
LINK = FileLink("grant_1", "biz_1", "cus_1", Actor(ActorKind.LOGIN, "lgn_1"))


def test_a_link_leads_to_what_was_signed() -> None:
    text = LINKS.sign(LINK)
    assert LINKS.read(text) == LINK
    assert owner_of_link(text) == "subscriptions"
    assert set(text) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")


def test_after_five_minutes_it_leads_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    text, now = LINKS.sign(LINK), time.time()
    monkeypatch.setattr(time, "time", lambda: now + 295)
    assert LINKS.read(text) == LINK
    monkeypatch.setattr(time, "time", lambda: now + 301)
    with pytest.raises(FileLinkExpired):
        LINKS.read(text)


def test_what_another_has_signed_leads_nowhere() -> None:
    text = LINKS.sign(LINK)
    head, payload, signature = text.removeprefix("subscriptions.").split(".")
    other_key = FileLinks("another key of the tests, no secret either", "subscriptions").sign(LINK)
    other_owner = FileLinks("a key of the tests, which is no secret", "support").sign(LINK)
    unsigned = "subscriptions.eyJhbGciOiJub25lIn0." + payload + "."
    for wrong in (
        "",
        "subscriptions",
        "subscriptions..",
        f"subscriptions.{head}.{payload}.{signature[:-4]}AAAA",
        f"support.{head}.{payload}.{signature}",
        other_key,
        other_owner,
        f"subscriptions.{other_owner.removeprefix('support.')}",
        unsigned,
    ):
        with pytest.raises(FileLinkInvalid):
            LINKS.read(wrong)
