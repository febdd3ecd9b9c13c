"""Where webhooks may go, however an address is written."""

import pytest
from foyer_notifications.domain.webhook_address import checked_url, is_public
from foyer_shared.basics.errors import Invalid


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://shop.example/hook", "webhook_url_not_secure"),
        ("https://user:word@shop.example/", "webhook_url_malformed"),
        ("https://shop.example@127.0.0.1/", "webhook_url_malformed"),
        ("https://shop.example/#part", "webhook_url_malformed"),
        ("https://shop.example/a b", "webhook_url_malformed"),
        ("https://shop.example\\@127.0.0.1/", "webhook_url_malformed"),
        ("https://shop.example:0/", "webhook_url_malformed"),
        ("https://shop.example:port/", "webhook_url_malformed"),
        ("https://", "webhook_url_malformed"),
        ("ftp://shop.example/", "webhook_url_malformed"),
        ("file:///etc/passwd", "webhook_url_malformed"),
        (f"https://shop.example/{'a' * 2000}", "webhook_url_malformed"),
        ("https://127.0.0.1/", "webhook_url_private"),
        ("https://2130706433/", "webhook_url_private"),
        ("https://0x7f.1/", "webhook_url_private"),
        ("https://0177.0.0.1/", "webhook_url_private"),
        ("https://[::1]/", "webhook_url_private"),
        ("https://[::ffff:10.0.0.1]/", "webhook_url_private"),
        ("https://169.254.169.254/latest/meta-data", "webhook_url_private"),
        ("https://localhost/", "webhook_url_private"),
        ("https://LOCALHOST./", "webhook_url_private"),
        ("https://foyer.localhost/", "webhook_url_private"),
    ],
)
def test_an_address_that_must_not_be_called_is_refused(url: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked_url(url, allow_private=False)
    assert (refused.value.code, refused.value.field) == (code, "url")


def test_private_addresses_are_called_only_where_that_is_allowed() -> None:
    for url in ("https://10.0.0.1/", "http://127.0.0.1:9000/", "http://[::1]/", "http://localhost/"):
        assert checked_url(url, allow_private=True) == url
    with pytest.raises(Invalid) as refused:
        checked_url("http://10.0.0.1/", allow_private=True)
    assert refused.value.code == "webhook_url_not_secure"
    assert checked_url("https://shop.example:8443/a?b=c", allow_private=False)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("::ffff:8.8.8.8", True),
        ("127.0.0.1", False),
        ("0.0.0.0", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.100.100.200", False),
        ("169.254.169.254", False),
        ("168.63.129.16", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:a9fe:a9fe", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::808:808", True),
        ("2002:7f00:1::", False),
        ("fe80::1%eth0", False),
        ("fd00:ec2::254", False),
        ("ff02::1", False),
    ],
)
def test_public_is_what_the_internet_reaches(address: str, public: bool) -> None:
    assert is_public(address) is public
