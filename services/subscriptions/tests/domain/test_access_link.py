"""Which links can be granted, and what is filled into them."""

import pytest
from foyer_subscriptions.domain.access_link import check_link, filled_link
from foyer_subscriptions.domain.errors import LinkInvalid


def test_places_are_filled_in_for_whoever_holds_it() -> None:
    url = "https://join.example/{customer_id}?s={subscription_id}&o={order_id}#{grant_id}"
    check_link(url)
    values = {"customer_id": "cus/1", "subscription_id": "sub_1", "order_id": None, "grant_id": "grant_1"}
    assert filled_link(url, values) == "https://join.example/cus%2F1?s=sub_1&o=#grant_1"


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "http://join.example/",
        "javascript:alert(1)",
        "https://",
        "https:///path",
        "https://user@join.example/",
        "https://{customer_id}.example/",
        "https://join.example/{email}",
        "https://join.example/{customer_id",
        "https://join.example/a b",
        "https://join.example/'x'",
        "https://join.example:port/",
        "https://[::1/",
        "https://join.example/" + "a" * 2_000,
    ],
)
def test_what_leads_nowhere_safe_is_refused(url: str | None) -> None:
    with pytest.raises(LinkInvalid):
        check_link(url)
