"""The form of email addresses."""

import pytest
from foyer_shared.basics.email_address import EmailMalformed, email_address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("ada@example.com", "ada@example.com"),
        ("  Ada@Example.COM ", "ada@example.com"),
        ("ada+foyer@mail.example.co.uk", "ada+foyer@mail.example.co.uk"),
        ("o'brien@example.ie", "o'brien@example.ie"),
        ("jürgen@müller.de", "jürgen@müller.de"),
        ("a@xn--mller-kva.de", "a@xn--mller-kva.de"),
        ("a" * 64 + "@example.com", "a" * 64 + "@example.com"),
    ],
)
def test_an_address_is_kept_trimmed_and_in_small_letters(text: str, address: str) -> None:
    assert email_address(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ada",
        "ada@",
        "@example.com",
        "ada@example",
        "ada@example..com",
        "ada@-example.com",
        "ada@example-.com",
        "ada@10.0.0.1",
        "ada lovelace@example.com",
        "ada@exam ple.com",
        "ada@@example.com",
        ".ada@example.com",
        "ada..l@example.com",
        "ada\r\nBcc: all@example.com",
        "ada\x00@example.com",
        "Ada <ada@example.com>",
        "a" * 65 + "@example.com",
        "ada@" + "a" * 64 + ".com",
        "ada@" + "a." * 130 + "com",
    ],
)
def test_what_mail_cannot_be_sent_to_is_refused(text: str) -> None:
    with pytest.raises(EmailMalformed):
        email_address(text)
