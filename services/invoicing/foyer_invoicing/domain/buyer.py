"""Who is taxed: what a customer's country, VAT id and where the goods go mean for the tax."""

from dataclasses import dataclass

from foyer_shared.basics.addresses import Address

from foyer_invoicing.domain.business import Business
from foyer_invoicing.domain.customer import Customer, CustomerKind
from foyer_invoicing.domain.european_union import MEMBER_STATES
from foyer_invoicing.domain.tax import Supply


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """A customer in the eyes of the tax, of goods or of services."""

    country: str
    """ISO 3166-1 alpha-2: where the tax is due."""
    supply: Supply = Supply.SERVICES
    reverse_charge: bool = False
    """A company that accounts for the tax itself."""
    abroad: bool = False
    """Beyond the countries whose tax the business charges without saying that it is registered there."""
    seller_charges_tax: bool = True


def buyer_of(
    customer: Customer,
    business: Business,
    *,
    supply: Supply = Supply.SERVICES,
    ship_to: Address | None = None,
) -> Buyer:
    """Services are taxed where the customer lives, without a country where the business is; goods where they
    go, to the customer's shipping address unless another is given.

    A company in another member state with a VAT id of another than the business's accounts for the tax itself
    (Directive 2006/112/EC, articles 44, 138 and 196), unless the register does not know that id. Who has no
    VAT id charges nobody any tax. Home is the whole European Union to a business in it, which declares the
    tax of the other member states in its own, and to any other its own country.
    """
    country = customer.country or business.country
    address = ship_to or customer.shipping_address
    if supply is Supply.GOODS and address:
        country = address.country
    home = MEMBER_STATES if business.country in MEMBER_STATES else frozenset({business.country})
    crosses_border = business.country not in {country, customer.vat_country}
    is_company = customer.kind is CustomerKind.COMPANY and customer.vat_id is not None
    is_taxable = is_company and not customer.vat_id_is_refused
    return Buyer(
        country=country,
        supply=supply,
        reverse_charge=country in home and crosses_border and is_taxable,
        abroad=country not in home,
        seller_charges_tax=business.charges_tax,
    )
