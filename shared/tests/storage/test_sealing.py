"""What is sealed is unreadable without a key, and stays readable while keys rotate."""

import pytest
from foyer_shared.storage.sealing import Seal, SealedWithAnotherKey, new_seal_key

IBAN = "NL91ABNA0417164300"


def test_what_was_sealed_opens_again() -> None:
    seal = Seal([new_seal_key()])

    assert seal.open(seal.seal(IBAN)) == IBAN


def test_sealed_text_does_not_show_and_does_not_repeat() -> None:
    seal = Seal([new_seal_key()])

    first, second = seal.seal(IBAN), seal.seal(IBAN)

    assert IBAN.encode() not in first
    assert first != second


def test_a_new_key_in_front_seals_and_the_old_one_still_opens() -> None:
    old, new = new_seal_key(), new_seal_key()
    before = Seal([old]).seal(IBAN)
    rotated = Seal([new, old])

    assert rotated.open(before) == IBAN
    assert Seal([new]).open(rotated.seal(IBAN)) == IBAN


def test_another_key_does_not_open_it() -> None:
    sealed = Seal([new_seal_key()]).seal(IBAN)

    with pytest.raises(SealedWithAnotherKey):
        Seal([new_seal_key()]).open(sealed)


def test_a_changed_column_does_not_open() -> None:
    seal = Seal([new_seal_key()])
    sealed = seal.seal(IBAN)

    with pytest.raises(SealedWithAnotherKey):
        seal.open(sealed[:30] + sealed[31:])


@pytest.mark.parametrize("keys", [[], ["short"], ["not base64 at all, not even a bit of it!"]])
def test_a_seal_needs_good_keys(keys: list[str]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  The library's own words differ by fault.
        Seal(keys)
