"""What license keys look like, and on how many devices they work."""

import re

import pytest
from foyer_shared.testing.makers import NOW
from foyer_subscriptions.domain import errors
from foyer_subscriptions.domain.license_key import (
    Activation,
    activations_left,
    check_activation_possible,
    check_listed_keys,
    check_pattern,
    masked,
    new_license_key,
)


def a_device(instance: str) -> Activation:
    """A device on which a key is used."""
    return Activation(id="act_1", license_key_id="lic_1", instance=instance, name="Mac", activated_at=NOW)


def test_each_x_of_a_pattern_is_drawn_and_the_rest_stays() -> None:
    key = new_license_key("NW25-XXXX-XXXX-XXXX")
    assert re.fullmatch(r"NW25-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", key)
    assert len({new_license_key("XXXX-XXXX-XXXX") for _ in range(1000)}) == 1000


@pytest.mark.parametrize("pattern", ["XXXXXXXXXXXX", "NW-XXXX-XXXX-XXXX"])
def test_twelve_drawn_places_are_enough(pattern: str) -> None:
    check_pattern(pattern)


@pytest.mark.parametrize(
    "pattern", ["", "XXXX-XXXX-XXX", "xxxx-xxxx-xxxx", "XXXX XXXX XXXX", "X" * 101, "É-XXXXXXXXXXXX"]
)
def test_a_pattern_that_could_be_guessed_or_not_be_typed_is_refused(pattern: str) -> None:
    with pytest.raises(errors.LicenseKeyPatternInvalid):
        check_pattern(pattern)


@pytest.mark.parametrize("key", ["", "two words", "tab\t", "A" * 101, "clé"])
def test_a_key_of_a_list_that_could_not_be_typed_is_refused(key: str) -> None:
    with pytest.raises(errors.LicenseKeyInvalid):
        check_listed_keys(["ABC-123", key])


@pytest.mark.parametrize(
    ("key", "shown"),
    [("ABCD-EFGH-JKMN", "••••-••••-JKMN"), ("ABC", "ABC"), ("ABCDE", "•BCDE")],
)
def test_only_the_end_of_a_key_is_shown(key: str, shown: str) -> None:
    assert masked(key) == shown


def test_it_works_on_as_many_devices_as_it_may() -> None:
    devices = [a_device("one"), a_device("two")]
    assert activations_left(3, devices) == 1
    check_activation_possible(3, devices)
    check_activation_possible(None, devices)
    assert activations_left(None, devices) is None
    with pytest.raises(errors.ActivationLimitReached) as refusal:
        check_activation_possible(2, devices)
    assert refusal.value.detail == "This license key is in use on 2 devices. Free one of them first."
    assert activations_left(1, devices) == 0
