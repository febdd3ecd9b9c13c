"""What people look for in a mail."""

import pytest
from foyer_notifications.domain.mail import code_in, links_in


def test_links_are_found_once_and_in_order() -> None:
    text = "See http://a.example/x and https://b.example/?t=1&u=2, then http://a.example/x\n"
    assert links_in(text) == ["http://a.example/x", "https://b.example/?t=1&u=2"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Type\n\n    012345\n", "012345"),
        ("Seven digits 1234567 are none", None),
        ("http://a.example/123456 is a link", None),
        ("http://a.example/123456 then 654321", "654321"),
        ("No digits", None),
    ],
)
def test_a_code_is_six_digits_that_stand_alone(text: str, code: str | None) -> None:
    assert code_in(text) == code
