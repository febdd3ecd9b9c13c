"""The customer's own details: who they are, where they live, by which numbers tax offices know them."""

from collections.abc import Iterable
from dataclasses import dataclass

from foyer_portal_bff.gateways.models.invoicing import PastAddress, PostalAddress, Profile, TaxId
from foyer_portal_bff.views.addresses import country_name, lines_of
from foyer_portal_bff.views.custom_fields import in_words
from foyer_portal_bff.views.languages import languages
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.status import mark
from foyer_portal_bff.views.subscription_facts import Row

EDIT = "/details/edit"

BILLING = mark("Billing address")
SHIPPING = mark("Shipping address")

_VERIFICATION = {
    "pending": mark("{number} (being looked up in the European Union's register)"),
    "verified": mark("{number} (valid by the European Union's register)"),
    "unverified": mark("{number} (not known to the European Union's register: tax is charged)"),
    "unavailable": mark("{number} (the European Union's register does not answer; it is asked again later)"),
}
_KINDS = {"billing": BILLING, "shipping": SHIPPING}


@dataclass(frozen=True, slots=True)
class OldAddress:
    """An address that does not hold any more."""

    kind: str
    text: str
    when: str


@dataclass(frozen=True, slots=True)
class DetailsPage:
    """Everything about the customer; `may_edit` for those whose role changes it, `may_close` for owners."""

    email: str
    rows: tuple[Row, ...]
    billing: tuple[str, ...]
    shipping: tuple[str, ...]
    tax_ids: tuple[Row, ...]
    fields: tuple[Row, ...]
    old: tuple[OldAddress, ...]
    may_edit: bool
    may_take: bool
    """Whether the reader's role sees all there is, and so may take it along."""
    may_close: bool


def details_page(
    profile: Profile,
    addresses: Iterable[PastAddress],
    reader: Reader,
    *,
    may_edit: bool,
    may_take: bool,
    may_close: bool,
) -> DetailsPage:
    """The page; an address that held for no time at all was a slip of the pen."""
    nothing = reader.say("Not filled in")
    about = (
        (reader.say("Name"), profile.name),
        (reader.say("Company"), profile.company),
        (reader.say("Phone"), profile.phone),
        (reader.say("Language of mails and documents"), language_name(profile.language)),
    )
    return DetailsPage(
        email=profile.email,
        rows=tuple(Row(label, value or nothing) for label, value in about),
        billing=_lines(profile.billing_address, reader),
        shipping=_lines(profile.shipping_address, reader),
        tax_ids=tuple(Row(tax_id_name(one.type, reader), _number(one, reader)) for one in profile.tax_ids),
        fields=tuple(
            Row(field.label, in_words(field, reader) if field.value is not None else nothing)
            for field in profile.fields
            if field.value is not None or field.editable
        ),
        old=tuple(
            OldAddress(
                reader.say(_KINDS[one.kind]),
                ", ".join(lines_of(one.address, reader)),
                reader.say(
                    "{first} to {last}", first=reader.day(one.valid_from), last=reader.day(one.valid_until)
                ),
            )
            for one in addresses
            if one.kind in _KINDS and one.valid_until is not None and one.valid_until > one.valid_from
        ),
        may_edit=may_edit,
        may_take=may_take,
        may_close=may_close,
    )


def tax_id_name(kind: str, reader: Reader) -> str:
    """A type in words: `eu_vat` is "European Union: VAT"."""
    country, _, number = kind.partition("_")
    return f"{country_name(country.upper(), reader)}: {number.replace('_', ' ').upper()}"


def _number(tax_id: TaxId, reader: Reader) -> str:
    said = _VERIFICATION.get(tax_id.verification.status) if tax_id.verification else None
    return reader.say(said, number=tax_id.value) if said else tax_id.value


def language_name(code: str | None) -> str:
    """A language by its own name; the code for one that the portal has no words in."""
    known = languages().get(code or "")
    return known.own_name if known else code or ""


def _lines(address: PostalAddress | None, reader: Reader) -> tuple[str, ...]:
    return lines_of(address, reader) if address else ()
