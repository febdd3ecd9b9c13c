"""Which language a message is written in."""

import pytest
from foyer_notifications.domain.languages import choose_language, written_in


@pytest.mark.parametrize(
    ("wanted", "business", "chosen"),
    [
        ("nl", "en", "nl"),
        ("nl-BE", "en", "nl-BE"),
        ("fr", "nl", "nl"),
        ("fr", "it", "en"),
        ("fr", "de", "de"),
        ("", "", "en"),
    ],
)
def test_the_readers_language_comes_first(wanted: str, business: str, chosen: str) -> None:
    assert choose_language(wanted, business) == chosen


@pytest.mark.parametrize("tag", ["nl", "nl-BE", "NL_be"])
def test_the_language_of_a_tag(tag: str) -> None:
    assert written_in(tag) == "nl"
