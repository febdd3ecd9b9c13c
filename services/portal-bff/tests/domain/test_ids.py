"""Ids as they come in with an address."""

import pytest
from foyer_portal_bff.domain.ids import NothingOfThisId, path_id


@pytest.mark.parametrize("text", ["sub_01jdze00000e8000000000000a", "sub_1", "a" * 100])
def test_an_id_is_one_step_of_a_path(text: str) -> None:
    assert path_id(text) == text


@pytest.mark.parametrize("text", ["", "..", "a/b", "a?b", "a#b", "%2e", "a-b", "é", "a\n", "\0", "a" * 101])
def test_anything_else_has_no_thing(text: str) -> None:
    with pytest.raises(NothingOfThisId):
        path_id(text)
