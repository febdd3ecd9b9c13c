"""The look and the addresses of a business."""

from dataclasses import replace

import pytest
from foyer_notifications.domain.business import Business


@pytest.mark.parametrize(
    ("accent", "text"), [("#0f766e", "#ffffff"), ("#facc15", "#0e0f12"), ("#000000", "#ffffff")]
)
def test_the_button_can_be_read(business: Business, accent: str, text: str) -> None:
    assert replace(business, accent=accent).button_text_colour == text


@pytest.mark.parametrize("accent", ["red; background: url(//x)", "#0f766e;", "#fff", ""])
def test_an_accent_that_is_no_colour_never_reaches_a_style(business: Business, accent: str) -> None:
    assert replace(business, accent=accent).button_colour == "#4f46e5"


@pytest.mark.parametrize("portal", ["https://my.example", "https://my.example/"])
def test_pages_of_the_portal(business: Business, portal: str) -> None:
    theirs = replace(business, portal_url=portal)
    assert theirs.page("/invoices/inv_1") == "https://my.example/invoices/inv_1"
    assert theirs.host == "my.example"
