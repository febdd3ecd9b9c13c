"""Tax ids of many countries."""

from importlib import import_module

import pytest
from foyer_invoicing.domain.tax_id import TaxId, TaxIdMalformed, TaxIdTwice, UnknownTaxIdType
from foyer_invoicing.gateways.tax_ids import _NUMBERS, TYPES, read_tax_ids


@pytest.mark.parametrize(
    ("type_", "typed", "kept"),
    [
        ("eu_vat", "nl 0044.95445.b01", "NL004495445B01"),
        ("eu_vat", "EL 094259216", "EL094259216"),
        ("gb_vat", "980 7806 84", "GB980780684"),
        ("ch_vat", "che-107.787.577 iva", "CHE107787577IVA"),
        ("no_vat", "NO 995 525 828 MVA", "995525828MVA"),
        ("us_ein", "91-1144442", "911144442"),
        ("br_cnpj", "16.727.230/0001-97", "16727230000197"),
    ],
)
def test_each_is_kept_without_blanks(type_: str, typed: str, kept: str) -> None:
    assert read_tax_ids([TaxId(type_, typed)]) == (TaxId(type_, kept),)


@pytest.mark.parametrize(
    ("tax_ids", "refusal", "field"),
    [
        ([TaxId("eu_vat", "NL004495446B01")], TaxIdMalformed, "tax_ids.0.value"),
        ([TaxId("gb_vat", "NL004495445B01")], TaxIdMalformed, "tax_ids.0.value"),
        ([TaxId("us_ein", "911144442"), TaxId("us_ein", "O'Hare")], TaxIdMalformed, "tax_ids.1.value"),
        ([TaxId("eu", "NL004495445B01")], UnknownTaxIdType, "tax_ids.0.type"),
        ([TaxId("us_ein", "911144442"), TaxId("us_ein", "91-1144442")], TaxIdTwice, "tax_ids.1.value"),
    ],
)
def test_what_no_country_gives_out_is_refused(
    tax_ids: list[TaxId], refusal: type[Exception], field: str
) -> None:
    with pytest.raises(refusal) as refused:
        read_tax_ids(tax_ids)
    assert getattr(refused.value, "field", None) == field


@pytest.mark.parametrize("type_", TYPES)
def test_the_library_knows_each_type(type_: str) -> None:
    assert callable(import_module(f"stdnum.{_NUMBERS[type_]}").validate)
    with pytest.raises(TaxIdMalformed):
        read_tax_ids([TaxId(type_, "?")])
