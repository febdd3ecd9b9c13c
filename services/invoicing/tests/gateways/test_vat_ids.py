"""VAT ids as the member states make them."""

import pytest
from foyer_invoicing.domain.vat_id import VatIdMalformed
from foyer_invoicing.gateways.vat_ids import read_vat_id


@pytest.mark.parametrize(
    ("text", "vat_id"),
    [
        ("DE136695976", "DE136695976"),
        (" de 136 695 976 ", "DE136695976"),
        ("NL 0044.95.445.B01", "NL004495445B01"),
        ("EL094259216", "EL094259216"),
        ("FR40303265045", "FR40303265045"),
    ],
)
def test_it_is_kept_without_blanks(text: str, vat_id: str) -> None:
    assert read_vat_id(text) == vat_id


@pytest.mark.parametrize(
    "text", ["DE136695977", "136695976", "DE", "", "US123456789", "GB980780684", "XX136695976", "DE13669597ö"]
)
def test_what_no_member_state_gives_out_is_refused(text: str) -> None:
    with pytest.raises(VatIdMalformed) as raised:
        read_vat_id(text)
    assert raised.value.field == "vat_id"
