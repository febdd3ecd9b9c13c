"""A tax id of a customer: its type has the name that Stripe gives it."""

from collections.abc import Sequence
from dataclasses import dataclass

from foyer_shared.basics.errors import Invalid

EU_VAT = "eu_vat"


class TaxIdMalformed(Invalid):
    """No country gives out such a number of this type."""

    code = "tax_id_malformed"


class UnknownTaxIdType(Invalid):
    """There is no such type, or its numbers cannot be checked."""

    code = "unknown_tax_id_type"


class TaxIdTwice(Invalid):
    """It is in the list already."""

    code = "tax_id_twice"


@dataclass(frozen=True, slots=True)
class TaxId:
    """One number, such as `eu_vat` `NL004495445B01`."""

    type: str
    value: str


def distinct(tax_ids: Sequence[TaxId]) -> tuple[TaxId, ...]:
    """The same; raises TaxIdTwice."""
    for place, tax_id in enumerate(tax_ids):
        if tax_id in tax_ids[:place]:
            raise TaxIdTwice("This tax id is there already.", field=f"tax_ids.{place}.value")
    return tuple(tax_ids)


def with_vat_id(tax_ids: Sequence[TaxId], vat_id: str | None) -> tuple[TaxId, ...]:
    """With this VAT id of the European Union and no other, or with none."""
    others = tuple(tax_id for tax_id in tax_ids if tax_id.type != EU_VAT)
    return (TaxId(EU_VAT, vat_id), *others) if vat_id else others
