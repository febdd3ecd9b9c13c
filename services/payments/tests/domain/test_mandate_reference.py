"""References that every bank takes."""

import re

import pytest
from foyer_payments.domain.mandate_reference import mandate_reference
from foyer_shared.basics.ids import new_id

MANDATE = "mdt_01jdm3k8zq7r2t5v8w3x9y4b6c"


@pytest.mark.parametrize(
    ("prefix", "reference"),
    [
        ("NW", "NW-7R2T5V8W3X9Y4B6C"),
        ("n/w é", "NW-7R2T5V8W3X9Y4B6C"),
        ("", "7R2T5V8W3X9Y4B6C"),
        ("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "ABCDEFGHIJKLMNOPQR-7R2T5V8W3X9Y4B6C"),
    ],
)
def test_it_begins_with_the_prefix_of_the_business(prefix: str, reference: str) -> None:
    assert mandate_reference(prefix, MANDATE) == reference
    assert len(reference) <= 35


def test_each_mandate_has_its_own() -> None:
    references = {mandate_reference("NW", new_id("mdt")) for _ in range(1000)}

    assert len(references) == 1000
    assert all(re.fullmatch(r"NW-[0-9A-Z]{16}", reference) for reference in references)
