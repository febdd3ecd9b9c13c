"""A tax id of a customer: its type has the name that Stripe gives it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

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


class VerificationStatus(StrEnum):
    """What the register of VAT ids says of a number; the words are Stripe's."""

    PENDING = "pending"
    """It is being asked."""
    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    """The register does not know the number."""
    UNAVAILABLE = "unavailable"
    """It could not be asked; it will be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The register's answer, with its time and the name under which the number is registered, if it tells."""

    status: VerificationStatus
    verified_at: datetime | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class TaxId:
    """One number, such as `eu_vat` `NL004495445B01`."""

    type: str
    value: str
    verification: Verification | None = None
    """None for what nobody has been asked about."""

    @property
    def is_refused(self) -> bool:
        """Whether the register does not know it."""
        return self.verification is not None and self.verification.status is VerificationStatus.UNVERIFIED

    @property
    def label(self) -> str:
        """As much of it as tells it from others: `NL ···5B01`."""
        return f"{self.value[:2]} ···{self.value[-4:]}"


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


def with_verifications(tax_ids: Sequence[TaxId], before: Iterable[TaxId]) -> tuple[TaxId, ...]:
    """Each with what was known of it before."""
    known = {(one.type, one.value): one.verification for one in before}
    return tuple(replace(one, verification=known.get((one.type, one.value))) for one in tax_ids)
